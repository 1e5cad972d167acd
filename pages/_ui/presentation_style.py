"""The style sheet of the briefing: everything is measured by the height of the screen.

`--u` is a hundredth of a wide screen's height; `--fit`, set by the script of `presentation_keys`
for each slide, makes its body as large as there is room.
"""

from pages._ui import style

_SHEET = """
.briefing {
  --u: min(1vh, .5625vw); --hair: max(1px, calc(.13 * var(--u)));
  position: fixed; inset: 0; z-index: 90; overflow: hidden;
  background: var(--paper); color: var(--ink); font-size: calc(3 * var(--u));}
.briefing * {box-sizing: border-box;}
.briefing .slide {
  position: absolute; inset: 0; visibility: hidden; display: flex; flex-direction: column;
  padding: calc(4.5 * var(--u)) calc(6 * var(--u)) calc(1.5 * var(--u));}
.briefing .slide.on {visibility: visible;}
.briefing h1 {
  margin: 0; padding: 0; font-weight: 700; line-height: 1.28; letter-spacing: 0; color: var(--ink);
  word-break: keep-all; overflow-wrap: anywhere; text-wrap: balance;
  text-spacing-trim: trim-start;}
.briefing h1.large {font-size: calc(6 * var(--u));}
.briefing h1.middle {font-size: calc(5.2 * var(--u));}
.briefing h1.small {font-size: calc(4.6 * var(--u)); word-break: normal;}
.briefing .body {
  flex: 1; min-height: 0; overflow: hidden;
  padding: calc(2.5 * var(--u)) 0 calc(2 * var(--hair));  /* the last line of a table */
  margin-bottom: calc(1.9 * var(--u));  /* what fills the body does not touch the footer */
  font-size: calc(3.4 * var(--u) * var(--fit, 1));}
.briefing .fitted {
  height: 100%; display: flex; flex-direction: column; gap: 1.1em;}
.briefing .facts {display: flex; flex-wrap: wrap; gap: .3em 2.2em;}
.briefing .fact {display: flex; flex-direction: column; max-width: 15em;}
.briefing .fact span {text-wrap: balance;}
.briefing .fact b {font-size: 2em; line-height: 1.15; font-weight: 700; white-space: nowrap;}
.briefing .fact span, .briefing small {color: var(--muted); font-size: .85em; line-height: 1.35;}
.briefing .parts {flex: 1 0 auto; min-height: 0; display: flex; gap: 2.6em;}
.briefing .part {flex: 1 1 0; min-width: 0; display: flex; flex-direction: column;}
.briefing .part.table {flex: 1 1 auto;}
.briefing .part.bars:first-child:not(:nth-last-child(-n + 2)) {flex-grow: 1.25;}
.briefing .parts:has(> :nth-child(3)) .rows {
  grid-template-columns: fit-content(62%) minmax(14%, 1fr) max-content;}
.briefing .part.note {flex-grow: .6;}
.briefing .part.bars + .part.table {flex: .8 1 0;}
.briefing .part.bars:first-child + .part.table {flex: 1 1 0;}
.briefing .rows {flex: 1 0 auto; max-height: calc(2.6em * var(--rows));}
.briefing .grown {flex: 1 0 auto; max-height: calc(4em * var(--rows) + 2em);}
.briefing h2 {
  margin: 0 0 .35em; padding: 0; font-size: 1em; font-weight: 600; letter-spacing: 0;
  color: var(--muted); line-height: 1.3;}
.briefing p {margin: 0; font-size: 1.15em; line-height: 1.5;}
.briefing small {display: block; margin-top: .5em;}
.briefing .rows {
  display: grid; grid-template-columns: fit-content(48%) minmax(18%, 1fr) max-content;
  gap: .42em .7em; align-items: center;}
.briefing .name {line-height: 1.15; overflow-wrap: anywhere;}
.briefing .name.short {white-space: nowrap;}
.briefing .label {text-align: right; white-space: nowrap; font-weight: 600; line-height: 1.15;}
.briefing .track {height: .95em; background: var(--grid); overflow: hidden;}
.briefing .track i {display: block; height: 100%; min-width: 2px; background: var(--context);}
.briefing .track i.better {background: var(--better);}
.briefing .track i.attend {background: var(--attend);}
.briefing .track i.own {background: var(--ink);}
.briefing table {
  width: 100%; height: 100%; border-collapse: collapse; font-size: 1em; color: inherit;
  line-height: 1.25;}
.briefing :is(th, td) {
  padding: .42em .5em; text-align: left; vertical-align: middle; border: 0;
  border-bottom: var(--hair) solid var(--line); word-break: keep-all; overflow-wrap: break-word;}
.briefing td.long {word-break: normal; overflow-wrap: anywhere;}
.briefing :is(th, td):first-child {padding-left: 0;}
.briefing th {color: var(--muted); font-weight: 500; font-size: .85em; white-space: nowrap;}
.briefing :is(th, td).number {text-align: right; white-space: nowrap;}
.briefing td.short {white-space: nowrap;}
.briefing td.own {font-weight: 700;}
.briefing :is(td, b).better {color: var(--better); font-weight: 700;}
.briefing :is(td, b).attend {color: var(--attend); font-weight: 700;}
.briefing .strip {display: flex; gap: .12em; margin-top: .22em; max-width: 12em;}
.briefing .strip i {flex: 1; height: .3em; background: var(--line);}
.briefing .strip i.own {background: var(--ink);}
.briefing footer {
  display: flex; align-items: baseline; gap: calc(2.5 * var(--u)); color: var(--muted);
  font-size: calc(2.3 * var(--u)); line-height: 1.3; white-space: nowrap;
  border-top: var(--hair) solid var(--line); padding-top: calc(1 * var(--u));}
.briefing footer a {color: var(--better); text-decoration: none;}
.briefing .whose {flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis;}
.briefing .whose em {font-style: normal; color: var(--attend);}
.briefing .steps {display: inline-flex; gap: calc(1.5 * var(--u)); align-items: baseline;}
.briefing .steps :is(a, .no) {padding: 0 calc(1.2 * var(--u)); font-size: 1.3em;}
.briefing .steps .no {opacity: .35;}
.briefing .count {color: var(--ink); font-weight: 700;}
.briefing .end {
  visibility: hidden; position: absolute; left: calc(6 * var(--u)); bottom: calc(1.2 * var(--u));
  padding: calc(.5 * var(--u)) calc(2 * var(--u)); background: var(--paper);
  border: var(--hair) solid var(--attend); color: var(--attend); font-weight: 700;}
.briefing.at_end .on .end {visibility: visible;} .briefing.at_end .whose {visibility: hidden;}
.briefing .help {
  display: none; position: absolute; right: calc(6 * var(--u)); bottom: calc(9 * var(--u));
  padding: calc(2 * var(--u)) calc(3 * var(--u)); background: var(--paper);
  border: var(--hair) solid var(--context); border-radius: 4px; line-height: 1.7;}
.briefing.helped .help {display: block;}
.briefing.black {background: #000;} .briefing.black > * {visibility: hidden !important;}
@media print {  /* to hand out: a slide a page */
  @page {size: A4 landscape; margin: 8mm;}
  .briefing {--u: 1.58mm; position: static; overflow: visible;}
  .briefing .slide {
    position: relative; visibility: visible; height: 192mm; overflow: hidden;}
  .briefing .slide:not(:last-of-type) {break-after: page;}
  .briefing footer > :not(.whose, .steps), .briefing .steps > :not(.count) {display: none;}
  .briefing * {print-color-adjust: exact;}
}
@media screen and (max-aspect-ratio: 1/1) {  /* a telephone: one column, pushed up and down */
  .briefing {--u: 1vw;}
  .briefing .slide {overflow-y: auto; padding: calc(4 * var(--u));}
  .briefing .body {flex: none; overflow: visible;}
  .briefing .parts {flex-direction: column; align-items: stretch; gap: 1em;}
  .briefing .part {flex: none !important;}
  .briefing .part.table {font-size: .85em;}
  .briefing :is(th, td):not(.number) {
    padding: .35em .25em; white-space: normal; word-break: normal; overflow-wrap: anywhere;}
  .briefing footer {flex-wrap: wrap; font-size: calc(3 * var(--u)); white-space: normal;}
}
"""


def css() -> str:
    """To stand beside the style sheet of the pages, whose colours it uses."""
    p = style.palette()
    colours = f":root {{--ink: {p.ink}; --grid: {p.grid}; --context: {p.context};}}"
    return f"{colours}\n{_SHEET}"
