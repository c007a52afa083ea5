// Tells the browser and screen readers which language the page speaks, and the style sheet the words of Streamlit's buttons.
// A block of its own: the script runs again when the language changes, on the same page.
{
  const said = document.querySelector(".at-language");
  document.documentElement.lang = said?.lang || "en";
  document.documentElement.style.setProperty("--at-word-upload", JSON.stringify(said?.dataset.upload || "Upload"));
}
