// Follows what happens: waits for the next event, then renders the page anew, unless somebody is typing.
"use strict";
(async () => {
  let latest = document.body.dataset.latest;
  for (;;) {
    try {
      const answer = await fetch(`/_emulator/events?wait=true&last=1&after=${latest}`);
      const next = (await answer.json()).latest;
      if (next === Number(latest) || document.activeElement?.tagName === "INPUT") continue;
      latest = next;
      const text = await (await fetch(location.href)).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const open = [...document.querySelectorAll("details")].map((details) => details.open);
      for (const part of ["main", ".clock"]) {
        document.querySelector(part).replaceWith(page.querySelector(part));
      }
      const calls = document.querySelectorAll("details");
      const added = calls.length - open.length;
      open.forEach((is, at) => { if (calls[at + added]) calls[at + added].open = is; });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
})();
