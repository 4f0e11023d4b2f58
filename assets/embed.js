/* Callboard on another site: the booking page inline, in a popup, or behind a floating button.

   <script src="https://calls.example/embed.js" async></script>
   <div data-callboard="inline" data-app="app_..." data-key="..."></div>
   <button data-callboard="popup" data-app="app_..." data-key="...">Book a call</button>

   Also data-preset, data-agent, data-date, data-name, data-email, data-phone, data-notes; data-callboard="float" with
   data-text. From a script: Callboard.mount(element, options), Callboard.popup(options), Callboard.float(options), each
   giving { unmount() }. The element (for a popup and a float: the document) hears "callboard:booked", with the call in
   `detail`, and "callboard:closed". */
(() => {
  const base = new URL(document.currentScript.src).origin;
  const FILLS = ["preset", "agent", "date", "name", "email", "phone", "notes"];
  const mounted = new Map();

  const address = (options) => {
    const url = new URL(`/book/${encodeURIComponent(options.app)}`, base);
    url.searchParams.set("key", options.key);
    for (const name of FILLS) if (options[name]) url.searchParams.set(name, options[name]);
    for (const [name, value] of new URLSearchParams(location.search))
      if (name.startsWith("utm_")) url.searchParams.set(name, value);
    return url.href;
  };

  // Hears only our own page, and only the frame it belongs to.
  const frame = (options, told, close) => {
    const made = Object.assign(document.createElement("iframe"), { src: address(options), title: options.title ?? "Book a call" });
    made.style.cssText = "border:0;width:100%;height:640px;display:block;color-scheme:normal";
    const hear = ({ origin, source, data }) => {
      if (origin !== base || source !== made.contentWindow || !data?.callboard) return;
      if (data.callboard === "height" && !close) made.style.height = `${Math.min(Math.max(+data.height || 0, 200), 5000)}px`;
      if (data.callboard === "booked") tell(told, "booked", data.call);
      if (data.callboard === "close") close?.();
    };
    addEventListener("message", hear);
    return { made, end: () => (removeEventListener("message", hear), made.remove()) };
  };

  const tell = (target, name, detail) =>
    target.dispatchEvent(new CustomEvent(`callboard:${name}`, { detail, bubbles: true }));

  const mount = (element, options) => {
    mounted.get(element)?.unmount();
    const { made, end } = frame(options, element);
    element.append(made);
    const handle = { unmount: () => (end(), mounted.delete(element)) };
    mounted.set(element, handle);
    return handle;
  };

  const popup = (options) => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", options.title ?? "Book a call");
    dialog.style.cssText =
      "border:0;padding:0;border-radius:12px;width:min(1024px,100vw);height:min(760px,100dvh);max-width:none;max-height:none;overflow:hidden";
    const { made, end } = frame(options, document, () => dialog.close());
    made.style.height = "100%";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", options.closeText ?? "Close");
    close.style.cssText =
      "position:absolute;top:8px;right:8px;width:44px;height:44px;border:0;border-radius:22px;background:#0000;color:GrayText;font:28px/1 system-ui;cursor:pointer";
    close.onclick = () => dialog.close();
    dialog.append(made, close);
    dialog.onclick = (event) => event.target === dialog && dialog.close();
    dialog.onclose = () => (end(), dialog.remove(), tell(document, "closed"));
    document.body.append(dialog);
    dialog.showModal(); // the focus goes in, stays in, and comes back
    return { unmount: () => dialog.close() };
  };

  const float = (options) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = options.text ?? "Book a call";
    button.style.cssText = `position:fixed;right:20px;bottom:20px;z-index:2147483000;min-height:48px;padding:0 20px;border:0;border-radius:24px;background:${
      options.color ?? "#3b5bdb"
    };color:${options.textColor ?? "#fff"};font:600 16px system-ui;box-shadow:0 4px 16px #0003;cursor:pointer`;
    button.onclick = () => popup(options);
    document.body.append(button);
    return { unmount: () => button.remove() };
  };

  const find = () => {
    for (const element of document.querySelectorAll("[data-callboard]:not([data-callboard-on])")) {
      const options = { ...element.dataset };
      element.dataset.callboardOn = "";
      if (options.callboard === "popup") element.addEventListener("click", () => popup(options));
      else if (options.callboard === "float") float(options);
      else mount(element, options);
    }
  };

  window.Callboard = { mount, popup, float, find, unmount: (element) => mounted.get(element)?.unmount() };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", find) : find();
})();
