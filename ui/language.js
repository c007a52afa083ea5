// Tells the browser and screen readers which language the page speaks.
document.documentElement.lang = document.querySelector(".at-language")?.lang || "en";
