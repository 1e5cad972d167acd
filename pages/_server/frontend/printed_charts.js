// Charts on paper. A chart is drawn for the width of the screen: while the page is printed it has a
// view box, with which the style sheet for paper fits it whole into the width that there is.
const pictures = () => document.querySelectorAll(".js-plotly-plot svg.main-svg");
addEventListener("beforeprint", () => {
  for (const picture of pictures()) {
    const { width, height } = picture.getBoundingClientRect();
    if (width && height) picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
});
addEventListener("afterprint", () => {
  for (const picture of pictures()) picture.removeAttribute("viewBox");
});
