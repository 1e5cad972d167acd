// How wide the screen is goes to the server with the connection: tables to work on are laid out by it.
const keepWidth = () => {
  document.cookie = `screen_width=${window.innerWidth}; path=/; SameSite=Strict`;
};
keepWidth();
window.addEventListener("resize", keepWidth);
