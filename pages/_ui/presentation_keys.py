"""The keys of the briefing, for a keyboard or a hand-held clicker, and the size of its slides.

All slides are in the page: a key shows another at once, without asking the server. The keys are
heard by the window before anything in it, so that no click can take them away.
"""

import streamlit as st

_SCRIPT = """
export default function () {
  const briefing = () => document.querySelector(".briefing");
  const slides = () => [...document.querySelectorAll(".briefing .slide")];
  const current = () => document.querySelector(".briefing .slide.on");

  // the largest size at which the body of a slide is whole
  const fits = (body) =>
    body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1 &&
    ![...body.querySelectorAll(".part")].some((part) => part.scrollWidth > part.clientWidth + 1);
  const isTall = matchMedia("(max-aspect-ratio: 1/1)");
  const fit = () => {
    for (const slide of slides()) {
      const body = slide.querySelector(".body");
      let low = 0.5, high = 1.4;
      if (isTall.matches) { body.style.setProperty("--fit", 1); continue; }
      for (let step = 0; step < 8; step++) {
        const middle = (low + high) / 2;
        body.style.setProperty("--fit", middle);
        if (fits(body)) low = middle; else high = middle;
      }
      body.style.setProperty("--fit", low);
    }
  };

  let ending;
  const show = (to) => {
    const all = slides(), now = all.indexOf(current());
    const number = Math.min(Math.max(to, 0), all.length - 1);
    briefing().classList.remove("black", "helped", "at_end");
    clearTimeout(ending);
    if (number === now) {
      briefing().classList.add("at_end");
      ending = setTimeout(() => briefing()?.classList.remove("at_end"), 2500);
      return;
    }
    all[now].classList.remove("on");
    all[number].classList.add("on");
    history.replaceState(history.state, "", all[number].dataset.address);
  };
  const move = (step) => show(slides().indexOf(current()) + step);
  const follow = (name) => {
    const link = document.querySelector(`.briefing [data-key="${name}"]`);
    if (!link) return;
    const address = new URL(link.getAttribute("href"), location.href);
    const slide = new URL(current().dataset.address, location.href).searchParams.get("slide");
    if (name !== "leave") address.searchParams.set("slide", slide);
    location.assign(address);
  };
  // the form of `presentation_note`, for those who may write; it has the keys while one types in it
  const form = () => document.querySelector("form.noting");
  const note = () => {
    if (!form()) return;
    form().hidden = false;
    form().elements.matter.focus();
  };
  const isTyping = (event, name) =>
    event.target.closest?.("form.noting") && !["PageUp", "PageDown"].includes(name);
  const leave = () => {
    const helped = briefing().classList.contains("helped");
    if (form()?.hidden === false) form().elements.close.click();
    else if (helped) briefing().classList.remove("helped");
    else follow("leave");
  };
  const keys = {
    ArrowRight: () => move(1), ArrowDown: () => move(1), PageDown: () => move(1),
    Enter: () => move(1), NumpadEnter: () => move(1), Space: (e) => move(e.shiftKey ? -1 : 1),
    ArrowLeft: () => move(-1), ArrowUp: () => move(-1), PageUp: () => move(-1),
    Backspace: () => move(-1), Home: () => show(0), End: () => show(slides().length - 1),
    Escape: leave, KeyN: note, KeyH: () => follow("effective"),
    KeyB: () => briefing().classList.toggle("black"),
    Period: () => briefing().classList.toggle("black"),
    Slash: () => briefing().classList.toggle("helped"),
  };
  const pressed = (event) => {
    if (!briefing() || event.ctrlKey || event.altKey || event.metaKey) return;
    const isLink = document.activeElement?.closest?.(".briefing a");
    // a clicker may send no code, only the key; an input method only the code
    const name = event.code || event.key;
    if (isTyping(event, name)) return;
    let act = keys[name === " " ? "Space" : name];
    if (event.shiftKey && name === "ArrowLeft") act = () => follow("before");
    if (event.shiftKey && name === "ArrowRight") act = () => follow("after");
    if (!act || (isLink && name === "Enter")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(event);
  };
  const clicked = (event) => {
    if (event.target.closest?.(".briefing [data-note]")) {
      event.preventDefault();
      note();
      return;
    }
    const step = event.target.closest?.(".briefing [data-step]");
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    move(step.dataset.step === "on" ? 1 : -1);
  };
  let touched = null;
  const began = (event) => {
    touched = event.target.closest?.("form.noting") ? null : event.touches[0].clientX;
  };
  const ended = (event) => {
    if (touched === null) return;
    const way = event.changedTouches[0].clientX - touched;
    if (briefing() && Math.abs(way) > 80) move(way < 0 ? 1 : -1);
  };
  window.addEventListener("keydown", pressed, true);
  window.addEventListener("click", clicked, true);
  window.addEventListener("touchstart", began, { passive: true });
  window.addEventListener("touchend", ended, { passive: true });
  window.addEventListener("resize", fit);
  document.fonts?.ready.then(fit);
  // the slides may come after this, or come anew
  let fitted = null;
  const came = () => {
    if (briefing() === fitted) return;
    fitted = briefing();
    const named = new URL(location.href).searchParams.get("slide");
    const wanted = slides().find((slide) => slide.dataset.slide === named);
    if (wanted && wanted !== current()) {
      current().classList.remove("on");
      wanted.classList.add("on");
    }
    fit();
  };
  const observer = new MutationObserver(came);
  observer.observe(document.body, { childList: true, subtree: true });
  came();
  return () => {
    observer.disconnect();
    window.removeEventListener("keydown", pressed, true);
    window.removeEventListener("click", clicked, true);
    window.removeEventListener("touchstart", began);
    window.removeEventListener("touchend", ended);
    window.removeEventListener("resize", fit);
  };
}
"""
#: what the keys do, as the briefing says it when ? is pressed
HELP = (
    "→ ↓ 空格 PageDown　下一页",
    "← ↑ PageUp　上一页",
    "Home　第一页，End　最后一页",
    "Shift+← →　上一月、下一月",
    "H　显示或隐藏核减后、疑似",
    "B 或 .　黑屏",
    "Esc　退出",
)
#: what it says besides to those who may enter what the meeting decides
HELP_NOTING = "N　临时新增议定事项"


def listen() -> None:
    """To be called after the slides were drawn."""
    st.components.v2.component("presentation_keys", html="<span></span>", js=_SCRIPT)(
        key="presentation_keys", height=1
    )
