// Times that say how long ago go on telling the truth while a page stays open.
const { now, minutes } = document.body.dataset;

function spoken(iso) {
  const moment = new Date(iso);
  const seconds = (Date.now() - moment) / 1000;
  if (seconds < 60) return now;
  if (seconds < 3600) return minutes.replace("#", Math.floor(seconds / 60));
  const ahead = Date.parse(`${iso.slice(0, 19)}Z`) - moment; // the reader's zone, as the server wrote it
  const today = new Date(Date.now() + ahead).toISOString().slice(0, 10);
  return iso.startsWith(today) ? iso.slice(11, 16) : iso.slice(5, 10).replace("-", ".");
}

function tick() {
  const year = String(new Date().getFullYear());
  for (const time of document.querySelectorAll(`time[datetime^="${year}"][datetime*="T"]`)) {
    const text = spoken(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

setInterval(tick, 20000);
