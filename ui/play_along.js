// Moves the mark on the time line with the sound, and the sound with a click on the time line.
// A block of its own: the script runs again for every result, on the same page.
{
  const sound = document.querySelector(".st-key-voice_sound audio");
  const line = document.querySelector(".at-timeline");
  const mark = document.querySelector(".at-playhead");
  if (sound && line && mark) {
    const place = () => {
      const length = sound.duration || 0;
      mark.style.left = length ? `${(100 * sound.currentTime) / length}%` : "0%";
      if (!sound.paused) requestAnimationFrame(place);
    };
    for (const event of ["play", "seeked", "timeupdate"]) sound.addEventListener(event, place);
    line.onclick = (event) => {
      const box = line.getBoundingClientRect();
      if (sound.duration) sound.currentTime = (sound.duration * (event.clientX - box.left)) / box.width;
    };
  }
}
