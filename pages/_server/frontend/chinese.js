// Streamlit's own English in Chinese: what is read aloud, messages of widgets, what is shown before
// the server's first answer and while it does not answer. Texts are replaced wherever the browser
// shows them, also in dialogs that open later. WORDS and PATTERNS stand before this script.
const words = new Map(Object.entries(WORDS));
const patterns = PATTERNS.map(([english, chinese]) => [new RegExp(english), chinese]);
const attributes = ["aria-label", "title", "placeholder", "alt", "aria-roledescription",
  "aria-description"];
const unchanged = "[data-testid='stMarkdown'], [data-testid='stIconMaterial']";
const translated = (text) => {
  const bare = text.trim();
  if (!/[A-Za-z]{2}/.test(bare)) return text;
  if (words.has(bare)) return words.get(bare);
  for (const [english, chinese] of patterns)
    if (english.test(bare)) return bare.replace(english, chinese);
  return text;
};
const translateText = (node) => {
  const parent = node.parentElement;
  if (!parent || /^(STYLE|SCRIPT|TEXTAREA)$/.test(parent.tagName)) return;
  if (parent.closest(unchanged)) return;
  const chinese = translated(node.nodeValue);
  if (chinese !== node.nodeValue) node.nodeValue = chinese;
};
const translateAttributes = (element) => {
  for (const name of attributes) {
    const before = element.getAttribute(name), after = before && translated(before);
    if (before && after !== before) element.setAttribute(name, after);
  }
};
const translateAll = (root) => {
  if (root.nodeType === 3) return translateText(root);
  if (root.nodeType !== 1) return;
  translateAttributes(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.nodeType === 3 ? translateText(node) : translateAttributes(node);
  }
};
new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.type === "childList") change.addedNodes.forEach(translateAll);
    else if (change.type === "characterData") translateText(change.target);
    else translateAttributes(change.target);
  }
}).observe(document.body, {
  subtree: true, childList: true, characterData: true, attributes: true,
  attributeFilter: attributes,
});
