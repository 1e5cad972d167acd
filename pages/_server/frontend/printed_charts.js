// Charts on paper. A chart is drawn for the width of the screen: for the paper it is drawn anew,
// narrow enough for its letters to be read, and has a view box while the page is printed, with which
// the style sheet for paper fits it whole into the width that there is. The chart library itself
// draws it, at once; it calls itself by name.
const NARROW = 900;  // pixels, of which A4 upright takes 703: 13 of them are 7.6 points
const charts = () => document.querySelectorAll(".js-plotly-plot");
const widths = new Map();
const draw = (chart, width) => window.Plotly?.relayout(chart, { width });
addEventListener("beforeprint", () => {
  for (const chart of charts()) {
    const { width } = chart.getBoundingClientRect();
    if (width > NARROW) {
      widths.set(chart, width);
      draw(chart, NARROW);
    }
    for (const picture of chart.querySelectorAll("svg.main-svg")) {
      const { width, height } = picture.getBoundingClientRect();
      if (width && height) picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
      if (width) picture.style.setProperty("--drawn", `${width}px`);
    }
  }
});
addEventListener("afterprint", () => {
  for (const picture of document.querySelectorAll("svg.main-svg[viewBox]"))
    picture.removeAttribute("viewBox");
  for (const [chart, width] of widths) draw(chart, width);
  widths.clear();
});
