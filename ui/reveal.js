// Brings the result into view where it lies below the inputs.
if (window.innerWidth <= 640) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector(".st-key-result")?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}
