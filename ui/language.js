// Tells the browser and screen readers which language the page speaks, and the style sheet the words of Streamlit's own buttons.
const said = document.querySelector(".at-language");
document.documentElement.lang = said?.lang || "en";
document.documentElement.style.setProperty("--at-word-upload", JSON.stringify(said?.dataset.upload || "Upload"));
