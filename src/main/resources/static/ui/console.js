// The console's own script: nothing on a page needs it to be read or used.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const applyTheme = () => {
    if (root.dataset.theme === "auto") {
      root.dataset.bsTheme = dark.matches ? "dark" : "light";
    }
  };
  applyTheme();
  dark.addEventListener("change", applyTheme);
  root.classList.add("js");

  // Exact moments in the reader's own time zone.
  const localise = (part) => {
    part.querySelectorAll("time[datetime]").forEach((time) => {
      const moment = new Date(time.dateTime);
      if (!Number.isNaN(moment.getTime()) && time.dateTime.includes("T")) {
        time.title = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
      }
    });
  };

  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  document.addEventListener("click", (event) => {
    // a menu closes when one looks elsewhere
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      dismiss.closest("[role=status], [role=alert]").remove();
    }
    const copy = event.target.closest("[data-copies]");
    if (copy) {
      const text = document.getElementById(copy.dataset.copies).textContent;
      navigator.clipboard.writeText(text).then(() => {
        copy.textContent = "Copied";
      });
    }
  });

  // All or none of a table's rows, and what is offered for those that are chosen.
  const chosen = (form) => form.querySelectorAll("input[data-row]:checked").length;
  const showChosen = (form) => {
    form.querySelectorAll("[data-chosen]").forEach((place) => {
      place.textContent = chosen(form);
    });
    form.classList.toggle("has-chosen", chosen(form) > 0);
  };
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && event.target.matches("[data-all-rows]")) {
      form.querySelectorAll("input[data-row]").forEach((row) => {
        row.checked = event.target.checked;
      });
      showChosen(form);
    }
    if (form && event.target.matches("[data-row]")) {
      showChosen(form);
    }
    if (event.target.matches("[data-submits]")) {
      form.requestSubmit();
    }
  });

  // A second click on a button that already sends does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent && form.method !== "dialog") {
      event.preventDefault();
      return;
    }
    if (form.method === "post") {
      form.dataset.sent = "yes";
      window.setTimeout(() => delete form.dataset.sent, 4000);
    }
  });

  // Every request of htmx carries the token against forged requests.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("meta[name=csrf-token]");
    if (token) {
      event.detail.headers[document.querySelector("meta[name=csrf-header]").content] = token.content;
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => localise(event.target));
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("messages");
    if (place) {
      place.textContent = "Rollcall can't be reached. Look at your network and try again.";
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    localise(document);
    document.querySelectorAll("form").forEach(showChosen);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
