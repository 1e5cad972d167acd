"""The form over the briefing that notes what a meeting decides, as the browser gets it."""

HTML = """
<form class="noting" role="dialog" aria-label="临时新增议定事项" autocomplete="off" novalidate
  hidden>
  <div class="head"><b>临时新增议定事项</b>
    <select name="meeting" aria-label="会议"></select>
    <input name="name" aria-label="会议名称" placeholder="会议名称">
    <button type="button" name="close">关闭 Esc</button></div>
  <label><span>议定事项</span><input name="matter" maxlength="100"></label>
  <label class="of_units"><span>责任单位</span>
    <input name="units" role="combobox" aria-autocomplete="list" aria-expanded="false"
      placeholder="输入简称即可，几个单位用顿号隔开"><ul role="listbox" hidden></ul></label>
  <div class="line"><span>完成时限</span><div class="due" role="radiogroup" aria-label="完成时限">
    <input type="date" name="day" aria-label="指定日期"></div></div>
  <label><span>有关要求</span><input name="requirement" maxlength="200"
    placeholder="可不填"></label>
  <div class="line"><button type="submit">保存 ↵</button><p role="status"></p></div>
  <ol></ol>
</form>
"""
STYLE = """
.noting[hidden], .noting [hidden] {display: none !important;}
.noting {
  --u: min(1vh, .5625vw); position: fixed; z-index: 95; right: calc(4 * var(--u));
  bottom: calc(8 * var(--u)); width: min(92vw, calc(104 * var(--u))); max-height: 88vh;
  box-sizing: border-box; padding: calc(2.4 * var(--u)) calc(3 * var(--u)); overflow: visible;
  display: flex; flex-direction: column; gap: calc(1.3 * var(--u)); margin: 0;
  font-size: max(14px, calc(2.6 * var(--u))); line-height: 1.4; color: var(--ink);
  background: var(--paper); border: max(1px, calc(.2 * var(--u))) solid var(--better);
  border-radius: 4px;}
.noting * {box-sizing: border-box; font: inherit; letter-spacing: 0; margin: 0;}
.noting b {font-weight: 700;}
.noting .head, .noting .line, .noting label {
  display: flex; align-items: center; gap: calc(1.4 * var(--u)); position: relative;}
.noting :is(label, .line) > span {flex: none; width: 4.6em; color: var(--muted);}
.noting :is(input:not([type=radio]), select) {
  flex: 1; min-width: 0; padding: .3em .5em; color: var(--ink); background: var(--paper);
  border: 1px solid var(--context); border-radius: 4px;}
.noting input::placeholder {color: var(--muted); opacity: 1;}
.noting :is(input, select, button):focus-visible {
  outline: max(2px, calc(.3 * var(--u))) solid var(--better); outline-offset: 0;}
.noting button {
  padding: .3em .9em; color: var(--ink); background: transparent; cursor: pointer;
  border: 1px solid var(--context); border-radius: 4px; white-space: nowrap;}
.noting button[type=submit] {
  color: #fff; background: var(--st-primary-color); border-color: transparent;}
.noting button:disabled {opacity: .5; cursor: default;}
.noting .due {
  display: grid; grid-template-columns: repeat(3, 1fr); gap: .35em .8em; flex: 1;
  align-items: center;}
.noting .due label {gap: .3em; white-space: nowrap;}
.noting .due small {color: var(--muted); font-size: .85em;}
.noting .due > small {grid-column: 1 / -1;}
.noting ul {
  position: absolute; z-index: 1; left: 6em; right: 0; top: 100%; padding: 0; list-style: none;
  background: var(--paper); border: 1px solid var(--context); border-radius: 4px;}
.noting li[role=option] {padding: .25em .6em; cursor: pointer;}
.noting li[aria-selected=true] {background: var(--grid); font-weight: 700;}
.noting p {flex: 1; color: var(--better);} .noting p.attend {color: var(--attend);}
.noting ol {padding: 0; list-style: none; color: var(--muted); font-size: .85em;}
.noting ol li {overflow: hidden; white-space: nowrap; text-overflow: ellipsis;}
@media (max-aspect-ratio: 1/1) {
  .noting {--u: 1.4vw; right: 4vw; bottom: 4vw;} .noting .head {flex-wrap: wrap;}
  .noting .due {grid-template-columns: repeat(2, 1fr);} .noting .due label small {display: none;}
}
@media print {.noting {display: none !important;}}
"""
SCRIPT = """
// waiting longer for an answer, the form says that there was none
const PATIENCE = 10000;
const BETWEEN = /[、，,；;\\s]+/;

// how well a text fits a unit's names: 0 best, null not at all
const fit = (text, names) => {
  let best = null;
  for (const name of names) {
    let place = 0;
    const inOrder = [...text].every((c) => (place = name.indexOf(c, place) + 1) > 0);
    const found = name === text ? 0 : name.startsWith(text) ? 1
      : name.includes(text) ? 2 : inOrder ? 3 : null;
    if (found !== null && (best === null || found < best)) best = found;
  }
  return best;
};
const element = (tag, text, more = {}) =>
  Object.assign(document.createElement(tag), { textContent: text, ...more });

export default function ({ parentElement, data, setTriggerValue }) {
  const form = parentElement.querySelector("form.noting");
  const { meeting, name, matter, units, day, requirement } = form.elements;
  const close = form.elements.close, submit = form.querySelector("[type=submit]");
  const status = form.querySelector("p"), list = form.querySelector("ul");
  const say = (text, isBad) => {
    status.textContent = text;
    status.classList.toggle("attend", isBad);
  };

  // -- what the server offers
  const offer = JSON.stringify([data.meetings.map((one) => one.number), data.presets, data.today]);
  if (form.dataset.offer !== offer) {
    form.dataset.offer = offer;
    meeting.replaceChildren(
      ...data.meetings.map((one) => element("option", one.title, { value: one.number })),
      element("option", "另一次会议（今天）", { value: 0 }));
    name.maxLength = data.longest;
    name.value = data.meetings.length ? "" : data.proposed;
    day.min = data.today;
    const due = form.querySelector(".due");
    due.replaceChildren(...data.presets.map(([days, due]) => {
      const label = element("label", "");
      label.append(
        element("input", "", { type: "radio", name: "days", value: days, checked: days === 15 }),
        `${days}个工作日`, element("small", due));
      return label;
    }), day, ...(data.caveat ? [element("small", data.caveat)] : []));
  }
  const shown = () => data.meetings.find((one) => `${one.number}` === meeting.value);
  const showMeeting = () => {
    meeting.hidden = !data.meetings.length;
    name.hidden = Boolean(shown());
    const matters = shown()?.matters ?? [];
    form.querySelector("ol").replaceChildren(
      ...(matters.length ? [element("li", `本次会议已议定${shown().count}项，最近的：`)] : []),
      ...matters.map((text) => element("li", text)));
  };
  meeting.onchange = showMeeting;
  showMeeting();

  // -- the answer to what was sent
  if (data.answer && data.answer.token === form.dataset.token) {
    clearTimeout(form.waiting);
    form.dataset.token = "";
    submit.disabled = false;
    say(data.answer.text, !data.answer.is_saved);
    if (data.answer.is_saved) {
      form.dataset.saved = "1";
      matter.value = units.value = requirement.value = "";
      matter.focus();
    }
  }

  // -- units by typing
  const typed = () => units.value.split(BETWEEN).pop();
  const options = () => [...list.children];
  const choose = (option) => {
    units.value = units.value.slice(0, units.value.length - typed().length) + option.textContent;
    hide();
  };
  const hide = () => {
    list.hidden = true;
    units.setAttribute("aria-expanded", "false");
  };
  const mark = (number) => options().forEach(
    (option, place) => option.setAttribute("aria-selected", `${place === number}`));
  const marked = () => options().findIndex((o) => o.getAttribute("aria-selected") === "true");
  units.oninput = () => {
    const parted = units.value.slice(0, -1), stop = units.value.slice(-1);
    if (!list.hidden && stop.match(BETWEEN)) {  // the next unit follows the one that is marked
      units.value = parted;
      choose(options()[Math.max(marked(), 0)]);
      units.value += "、";
    }
    const text = typed();
    const found = text ? data.units
      .map((names) => [fit(text, names), names[0]])
      .filter(([how, unit]) => how !== null && unit !== text)
      .sort((a, b) => a[0] - b[0]).slice(0, 6) : [];
    list.replaceChildren(...found.map(([, unit]) => {
      const option = element("li", unit);
      option.setAttribute("role", "option");
      option.onmousedown = (event) => { event.preventDefault(); choose(option); };
      return option;
    }));
    mark(0);
    list.hidden = !found.length;
    units.setAttribute("aria-expanded", `${Boolean(found.length)}`);
  };
  units.onblur = hide;

  day.oninput = () => {
    const chosen = form.querySelector("[name=days]:checked");
    if (day.value && chosen) chosen.checked = false;
  };
  for (const preset of form.querySelectorAll("[name=days]"))
    preset.onchange = () => { day.value = ""; };

  // -- keys; an input method confirms its characters by Enter, too
  const leave = () => {
    document.activeElement?.blur();  // the keys are the briefing's again
    form.hidden = true;
    if (form.dataset.saved) setTriggerValue("left", true);
    form.dataset.saved = "";
    say("", false);
  };
  close.onclick = leave;
  form.onkeydown = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const isListed = event.target === units && !list.hidden;
    if (event.key === "Escape") {
      if (isListed) hide(); else leave();
    } else if (isListed && (event.key === "Enter" || event.key === "Tab")) {
      choose(options()[Math.max(marked(), 0)]);
      if (event.key === "Enter") event.preventDefault();
    } else if (isListed && event.key.startsWith("Arrow")) {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step) mark((marked() + step + options().length) % options().length);
      if (step) event.preventDefault();
    }
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    if (!matter.value.trim()) { say("先写议定事项。", true); matter.focus(); return; }
    if (!units.value.trim()) { say("再写责任单位。", true); units.focus(); return; }
    form.dataset.token = `${Date.now()}${Math.random()}`;
    submit.disabled = true;
    say("正在保存…", false);
    form.waiting = setTimeout(() => {
      submit.disabled = false;
      say("服务器没有答复，内容还在；网络恢复后再按一次回车，已存的不会重复。", true);
    }, PATIENCE);
    setTriggerValue("decided", {
      token: form.dataset.token, meeting: Number(meeting.value), name: name.value,
      matter: matter.value, units: units.value, requirement: requirement.value,
      days: Number(form.querySelector("[name=days]:checked")?.value ?? 0), day: day.value,
    });
  };
}
"""
