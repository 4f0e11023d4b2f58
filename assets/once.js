/* What is shown when it is first wanted, and from then on: until then, what it needs is not loaded. */
import { useRef } from "react";

export function Once({ wanted, children }) {
  const was = useRef(false);
  was.current ||= wanted;
  return was.current ? children : null;
}
