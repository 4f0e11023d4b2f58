/* Keeps what is typed into a form in this tab, for when the server forgets it, as one that was started anew has. */
import { useEffect, useRef } from "react";

/** `form`: the form's id. `owner`: who types, and in which app; empty until that is known. `begun`: how often the form was
    opened, as the server knows; `open`: whether it is. A form that is gone and was never begun was lost: `onLost(fields)`
    gives what was kept of it. One that was closed is forgotten, and what somebody else typed too. Renders nothing. */
export function Draft({ form, owner, begun, open, onLost }) {
  const key = `callboard-draft-${form}`;
  const whose = useRef(owner);
  whose.current = owner;
  useEffect(() => {
    const keep = ({ target }) => {
      if (target.form?.id !== form) return;
      const fields = Object.fromEntries(new FormData(target.form));
      sessionStorage.setItem(key, JSON.stringify({ owner: whose.current, fields }));
    };
    document.addEventListener("input", keep);
    return () => document.removeEventListener("input", keep);
  }, [form]);
  useEffect(() => {
    const kept = !open && owner && JSON.parse(sessionStorage.getItem(key));
    if (!kept) return;
    if (begun || kept.owner !== owner) sessionStorage.removeItem(key);
    else onLost(kept.fields);
  }, [open, owner, begun]);
  return null;
}
