/* Does something when the part of the page in which it stands is shown. Renders nothing. */
import { useEffect } from "react";

export function Mounted({ run }) {
  useEffect(() => {
    run(); // whatever it gives is no clean-up
  }, []);
  return null;
}
