// The chart library is fetched ahead of the first chart. CHART_FILES, the library first, and
// CHART_PAGES, whose first screen holds a chart, stand before this script. On those the library is
// fetched beside the page's own scripts and started as soon as these have run, while the server
// still works; on others it is fetched after them, and started once the page is read.
{
  const isChartPage = CHART_PAGES.includes(location.pathname.split("/").pop());
  const fetchAhead = () => {
    for (const href of CHART_FILES)
      document.head.append(Object.assign(document.createElement("link"), {
        rel: "modulepreload", href, crossOrigin: "anonymous", fetchPriority: "low",
      }));
  };
  const start = () => import(CHART_FILES[0]).catch(() => {});  // a chart asks for it again
  if (isChartPage) {
    fetchAhead();
    document.addEventListener("DOMContentLoaded", start);
  } else {
    document.addEventListener("DOMContentLoaded", fetchAhead);
    window.addEventListener("load", () => setTimeout(
      () => ("requestIdleCallback" in window ? requestIdleCallback(start) : start()), 3000));
  }
}
