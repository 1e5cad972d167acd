// What happened and what to do while the app's channel, a WebSocket, is not open: Streamlit alone
// shows grey bars or a dialog that bars the page. Asks the server over HTTP to tell the cases apart.
const PATIENCE = 5000, HANDSHAKE = 8000;  // milliseconds
const SIGN_IN = "./signin?next=" + encodeURIComponent(location.pathname + location.search);
const SAYINGS = {
  stopped: ["连不上看板服务器", "看板程序可能已关闭，或这台电脑的网络断开，已保存的数据不受影响。" +
    "请检查网络；仍连不上的，请联系管理员重新启动看板。恢复后本页自动重新连接。"],
  blocked: ["网页能打开，但实时连接（WebSocket）不通", "多半是上网代理、安全软件或反向代理" +
    "拦截了 WebSocket。请联系网络管理员放行，或换不经代理的网络打开。放行后本页自动重新连接。"],
  signedOut: ["登录已失效", "请重新登录，登录后回到本页。", "重新登录", SIGN_IN],
  refused: ["看板没有接受连接", "请刷新本页；仍不行的，请联系管理员。", "刷新", location.href],
  waiting: ["正在连接看板…", "超过一分钟仍没有连上的，请刷新本页。", "刷新", location.href],
};
let closedAt = Date.now(), isOpen = false, attemptAt = 0, hasFailed = false, wasReachable = false;
let notice = null;

window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    if (!/_stcore\/stream/.test(given[0])) return;
    attemptAt = Date.now();
    this.addEventListener("open", () => {
      isOpen = true;
      hasFailed = false;
      show(null);
    });
    this.addEventListener("close", () => {
      if (isOpen) closedAt = Date.now();
      else hasFailed = wasReachable;  // where the server was away no attempt could succeed
      isOpen = false;
      attemptAt = 0;
    });
  }
};

async function stateOfServer() {
  let answer;
  try {
    answer = await fetch("./_stcore/host-config", { cache: "no-store" });
  } catch (error) {
    answer = { status: 503 };
  }
  wasReachable = answer.ok === true;
  if (answer.status >= 500) return "stopped";
  if (answer.status === 401) return "signedOut";
  if (!answer.ok) return "refused";
  const isHanging = attemptAt && Date.now() - attemptAt > HANDSHAKE;
  return hasFailed || isHanging ? "blocked" : "waiting";
}

function show(name) {
  if (notice?.dataset.name === name) return;
  notice?.remove();
  notice = null;
  if (!name) return;
  const [title, text, label, address] = SAYINGS[name];
  notice = document.createElement("div");
  notice.id = "govsvc-connection";
  notice.dataset.name = name;
  notice.setAttribute("role", "alert");
  const heading = notice.appendChild(document.createElement("b"));
  heading.textContent = title;
  notice.append(document.createElement("br"), text);
  if (label) notice.append(" ", Object.assign(document.createElement("a"), {
    href: address, textContent: label,
  }));
  document.body.append(notice);
}

// Streamlit's dialog says less and bars the page
new MutationObserver(() => {
  if (isOpen) return;
  for (const dialog of document.querySelectorAll("section[role=dialog]"))
    if (/^(连不上服务器|Connection)/.test(dialog.querySelector("h2")?.textContent || ""))
      dialog.querySelector("button")?.click();
}).observe(document.body, { subtree: true, childList: true });

(async function watch() {
  if (!isOpen && Date.now() - closedAt > PATIENCE) {
    const name = await stateOfServer();
    if (!isOpen) show(name);
  }
  setTimeout(watch, 1000);
})();
