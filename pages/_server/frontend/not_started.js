// A sentence in place of a white page, in a language that the oldest browsers read: they cannot
// read Streamlit's scripts, or one of these did not arrive.
(function () {
  var TOO_OLD = "这个浏览器的版本过低，打不开看板：请用 Edge、360 或谷歌浏览器的新版本" +
    "（Windows 7 用 109 版），双核浏览器请切换到“极速模式”。";
  var NOT_ARRIVED = "看板的程序文件没有下载完整：请检查网络，再刷新本页；仍打不开的，请联系管理员。";
  function tell(text) {
    var root = document.getElementById("root");
    if (!root || root.firstChild) return;
    var place = document.createElement("p");
    place.setAttribute("role", "alert");
    place.style.cssText = "max-width:36em;margin:15vh auto;padding:0 1em;font:16px/1.7 " +
      "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif";
    place.appendChild(document.createTextNode(text));
    root.appendChild(place);
  }
  if (!("noModule" in document.createElement("script"))) {
    window.onload = function () { tell(TOO_OLD); };
    return;
  }
  window.addEventListener("error", function (event) {
    var isFile = event.target && event.target.tagName === "SCRIPT";
    if (isFile || String(event.filename).indexOf("/static/js/") >= 0)
      setTimeout(function () { tell(isFile ? NOT_ARRIVED : TOO_OLD); }, 0);
  }, true);
})();
