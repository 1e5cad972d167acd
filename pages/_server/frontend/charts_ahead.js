// The chart library is fetched once the page's own scripts run, and started once the page is read,
// so that the first chart finds it. CHART_FILES stands before this script, the library first.
document.addEventListener("DOMContentLoaded", () => {
  for (const href of CHART_FILES)
    document.head.append(Object.assign(document.createElement("link"), {
      rel: "modulepreload", href, crossOrigin: "anonymous", fetchPriority: "low",
    }));
});
window.addEventListener("load", () => setTimeout(() => {
  const start = () => import(CHART_FILES[0]).catch(() => {});  // a chart asks for it again
  "requestIdleCallback" in window ? requestIdleCallback(start) : start();
}, 3000));
