"""提升测算 under AppTest: chosen departments and items, what they come to, the work list."""

from support import mentions, show, words


def test_departments_are_chosen_and_it_is_said_what_they_come_to(full):
    app = show("gaps.py", ind="省平台发布率")
    text = words(app).replace("\\", "")
    assert mentions(text, "提升测算：省平台发布率", "到2026年12月还有2个月", "12项")
    assert "选择方案、部门或事项" in text
    app.multiselect(key="solve_picker").set_value(["公安局", "教育局"]).run()
    number = 5 + 3
    text = words(app).replace("\\", "")
    assert not app.exception and f"再解决{number}项：{3096 + number:,} / 3,150项，98.29%" in text
    assert [
        button
        for button in app.get("download_button")
        if f"交办清单（{number}项）" in button.proto.label
    ]
    other = next(
        label for label in app.multiselect(key="items_picker").options if "自然资源局" in label
    )
    app.multiselect(key="items_picker").set_value([other]).run()
    assert not app.exception and f"再解决{number + 1}项：" in words(app).replace("\\", "")


def test_the_choice_is_in_the_link(full):
    app = show("gaps.py", ind="省平台发布率", solve="公安局")
    assert app.multiselect(key="solve_picker").value == ["公安局"] and "再解决5项：" in words(
        app
    ).replace("\\", "")


def test_a_link_that_names_what_is_not_on_the_list_chooses_nothing(full):
    app = show("gaps.py", ind="网上可办率", solve="没有的局")
    assert not app.exception and app.multiselect(key="solve_picker").value == []


def test_a_plan_chooses_and_the_gap_moves(full):
    app = show("gaps.py", ind="进驻率")
    plans = {button.label for button in app.button if "plan_" in str(button.key)}
    # 29 items to the target: 18 of one, 6 of another, and of those with 5 or more the smallest
    assert plans == {
        "最快达标：29项",
        "超过前一名（北岭县、新渡县，需14项）：18项",
        "仅县级可解决：52项",
        "全部新增：2项",
    }
    app.button(key="plan_最快达标").click().run()
    text = words(app).replace("\\", "")
    assert not app.exception and "再解决29项：3,119 / 3,150项，98.10% → 99.02%" in text
    assert mentions(text, "达到目标", "10月通报")
    assert app.multiselect(key="solve_picker").options[0] == "自然资源局（18项）"
    app.button(key="plan_全部新增").click().run()
    assert len(app.multiselect(key="items_picker").value) == 2
    app.button(key="plan_none").click().run()
    assert "再解决" not in words(app).split("提升测算")[-1]


def test_nothing_to_improve_is_not_asked(one):
    app = show("gaps.py", ind="站点覆盖率")
    assert not app.exception and "提升测算" not in words(app)
