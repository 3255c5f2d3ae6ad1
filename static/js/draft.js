// Keeps what was typed until it is sent, in this tab only.
//   <form data-draft="key">                 typed values come back after a reload or a dead battery
//   … inside [data-unsaved]                 what stands in it is kept at once: it is an answer that is stored nowhere
//   <a data-module="draft" data-forget>     "Jeg er færdig": nothing is left on a shared device
// Values the server sent win over the draft: they are there because it has seen them. Only what was changed is kept, so
// what somebody else stored meanwhile is not put back.

export const KEPT = "input:not([type=hidden]):not([type=password]):not([type=file]), textarea, select";
// What the form was filled from goes with what was typed: a text of before must not pass for one of now.
const SEEN = "input[data-seen]";

function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function valueOf(field) {
  return isBox(field) ? field.checked : field.value;
}

export function isTouched(field) {
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    const usual = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return field.value !== (usual?.value ?? "");
  }
  return field.value !== field.defaultValue;
}

function keyOf(field) {
  return isBox(field) ? `${field.name}=${field.value}` : field.name;
}

function restore(form, values) {
  for (const field of form.querySelectorAll(`${KEPT}, ${SEEN}`)) {
    const kept = values[keyOf(field)];
    if (kept === undefined || (field.tagName !== "SELECT" && isTouched(field))) continue;
    if (typeof kept === "boolean") field.checked = kept;
    else field.value = kept;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function keep(form) {
  const key = `draft:${form.dataset.draft}`;
  const hasErrors = document.querySelector(".error-summary") !== null;
  // A page that came back with errors was stored nowhere either.
  const isUnsent = hasErrors || form.closest("[data-unsaved]") !== null;
  const kept = sessionStorage.getItem(key);
  if (kept && !hasErrors) restore(form, JSON.parse(kept));
  const store = () => {
    const typed = [...form.querySelectorAll(KEPT)].filter((field) => field.name && (isUnsent || isTouched(field)));
    const fields = [...typed, ...form.querySelectorAll(SEEN)];
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((field) => [keyOf(field), valueOf(field)]))));
  };
  if (isUnsent) store();
  form.addEventListener("input", store);
  // main.js forgets it when the next page has come, not before.
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sessionStorage.setItem(`sent:${form.dataset.draft}`, "1");
  });
}

export function start(element) {
  try {
    if (element.dataset.forget !== undefined) element.addEventListener("click", () => sessionStorage.clear());
    else keep(element);
  } catch {
    // No storage in this browser: the form works, it just does not remember.
  }
}
