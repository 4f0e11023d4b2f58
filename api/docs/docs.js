// Starts Swagger UI on our document. Nothing is kept: a token lives in this tab until it is closed or reloaded.
(async () => {
  "use strict";

  const DAY = 86_400_000;
  const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
  const FIRST_DAY = Date.UTC(2027, 4, 3); // the Monday of the document's examples

  followTheSystemsTheme();
  mendAsItGrows(document.getElementById("docs"));
  const answer = await fetch("/api/openapi.json");
  const spec = usable(await answer.json(), new URLSearchParams(location.search).get("app"));
  const ui = SwaggerUIBundle({
    spec,
    dom_id: "#docs",
    deepLinking: true,
    defaultModelExpandDepth: 2,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    docExpansion: "list",
    persistAuthorization: false,
    syntaxHighlight: { theme: "nord" },
    validatorUrl: null,
    plugins: [pathsAreNoLinks],
  });
  ui.initOAuth({ scopes: ["scheduling:read", "scheduling:write"] });
  window.docs = ui;

  // Swagger UI puts a link into the button that opens an operation; screen readers can use only one of the two.
  function pathsAreNoLinks() {
    const plain = (_, { React }) => ({ text }) => React.createElement("span", null, text);
    return { wrapComponents: { DeepLink: plain } };
  }

  // What Swagger UI leaves without a name, or out of the keyboard's reach.
  function mendAsItGrows(root) {
    const set = (selector, attributes) => {
      for (const found of root.querySelectorAll(selector))
        for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, value);
    };
    const mend = () => {
      set(".information-container", { tabindex: "0", role: "region", "aria-label": "Guide" });
      set("pre", { tabindex: "0" });
      set(".examples-select-element:not([aria-label])", { "aria-label": "Example" });
      set(".close-modal:not([aria-label])", { "aria-label": "Close" });
    };
    new MutationObserver(mend).observe(root, { childList: true, subtree: true });
  }

  // Swagger UI is dark by a class on the root.
  function followTheSystemsTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
    dark.addEventListener("change", follow);
    follow();
  }

  // The document with examples that can be sent here and now: the app of `?app=`, and next week instead of some week.
  // One way to sign in, too: the page buys a token, so nobody need send a secret with each request.
  function usable(spec, app) {
    const weeks = Math.ceil((Date.now() + DAY - FIRST_DAY) / (7 * DAY));
    const soon = (value) => {
      if (typeof value === "string" && INSTANT.test(value))
        return new Date(Date.parse(value) + weeks * 7 * DAY).toISOString().replace(".000Z", "Z");
      if (value && typeof value === "object") for (const key of Object.keys(value)) value[key] = soon(value[key]);
      return value;
    };
    spec.info.description = spec.info.description.replaceAll(/curl ("?)\/api/g, `curl $1${location.origin}/api`);
    delete spec.components.securitySchemes.ClientSecretBasic;
    for (const path of Object.values(spec.paths))
      for (const operation of Object.values(path)) {
        operation.security = operation.security.filter((way) => "ClientCredentials" in way);
        for (const parameter of operation.parameters ?? []) {
          if (parameter.name === "appId") app ? (parameter.example = app) : delete parameter.example;
          else if (parameter.name === "id") delete parameter.example;
          else if (parameter.example) parameter.example = soon(parameter.example);
        }
        soon(Object.values(operation.requestBody?.content ?? {}).map((content) => content.examples));
      }
    return spec;
  }
})();
