// What a device has to send: kept in localStorage until the server has answered for it, sent again until it has.
// Posts {"sent_at", "items": [{"id", "kind", "at", …}]}; the answer is {"items": [{"id", "outcome", …}]}.

const KEY = "outbox";
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 60000;

export function makeId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, index, ends) => hex.slice(ends[index - 1] ?? 0, end)).join("-");
}

function read() {
  return JSON.parse(localStorage.getItem(KEY) || "[]");
}

function write(items) {
  localStorage.setItem(KEY, JSON.stringify(items));
}

// onAnswer(item, outcome) is called once per item; onState("sent" | "waiting" | "fault", count) whenever it changes,
// counting the items that isCounted (all of them, unless it is given).
export function openOutbox({ url, csrf, onAnswer, onState, isCounted = () => true }) {
  let wait = FIRST_WAIT;
  let timer = 0;
  let isSending = false;

  function tell(state = "waiting") {
    const count = read().filter(isCounted).length;
    onState(count ? state : "sent", count);
  }

  function settle(items, outcomes) {
    const answered = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
    write(read().filter((item) => !answered.has(item.id)));
    items.filter((item) => answered.has(item.id)).forEach((item) => onAnswer(item, answered.get(item.id)));
  }

  async function send() {
    clearTimeout(timer);
    const items = read().slice(0, 200);
    if (isSending || items.length === 0) {
      tell();
      return;
    }
    isSending = true;
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify({ sent_at: new Date().toISOString(), items }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      settle(items, (await answer.json()).items);
      wait = FIRST_WAIT;
      tell();
      // What was added meanwhile goes at once; what the server failed at is tried again a little later.
      const left = read();
      const isNew = left.some((item) => !items.some((sent) => sent.id === item.id));
      if (left.length > 0) timer = setTimeout(send, isNew ? 0 : wait);
    } catch (fault) {
      // 4xx: this device is no longer paired, or the page is old. What is kept stays kept; a person must act.
      tell(/^4\d\d$/.test(fault.message) ? "fault" : "waiting");
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } finally {
      isSending = false;
    }
  }

  window.addEventListener("online", send);
  send();
  return {
    add(item) {
      write([...read(), item]);
      // Nothing is sent before the server has answered for it.
      tell();
      send();
    },
    drop(isUnwanted) {
      write(read().filter((item) => !isUnwanted(item)));
    },
    has(id) {
      return read().some((item) => item.id === id);
    },
    waiting(isWanted) {
      return read().filter(isWanted);
    },
  };
}
