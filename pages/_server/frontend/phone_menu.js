// The menu of pages on a narrow screen, which lies over the page: it closes when a page is chosen.
// Streamlit does so only where the browser says that it is a phone's.
document.addEventListener("click", (event) => {
  if (window.innerWidth > 768 || !event.target.closest("[data-testid='stSidebarNav'] a")) return;
  // after Streamlit's own: where that has closed the menu its button is gone
  setTimeout(() =>
    document.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click());
});
