/* The language of the document, once the server has told it, and of the next one that this browser opens. */
import { useEffect } from "react";

/** `language` is a tag such as "es-CO", empty until it is known; `direction` is "ltr" or "rtl"; `remembered` pages wait for their words the next time. */
export function Tongue({ language, direction, remembered }) {
  useEffect(() => {
    if (!language) return;
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
    if (!remembered) return;
    delete document.documentElement.dataset.waits;
    try {
      localStorage.setItem("language", language);
    } catch {
      // a browser that keeps nothing sees the page's own language for a moment
    }
  }, [language, direction, remembered]);
  return null;
}
