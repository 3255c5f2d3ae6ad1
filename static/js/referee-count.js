// How the match on a referee's pad is counted, by the form's data:
//   data-target, data-exact, data-timed: points won end by end, up to a target · data-best-of: sets
//   data-say-capped, -over, -passed, -missed, -level (sentences; # = target, or number of the set)
// Every function takes the state { home, away, sets, ends } and leaves it alone.

const wins = (sets, side) => sets.filter(([home, away]) => (side === "home" ? home > away : away > home)).length;

export function makeCount(form) {
  const target = Number(form.dataset.target || 0);
  const bestOf = Number(form.dataset.bestOf || 0);
  const isTimed = form.dataset.timed !== undefined;
  const mayBeLevel = isTimed && bestOf === 1;
  const say = (name, number) => form.dataset[name].replaceAll("#", number);

  // What a key does: the next state and, where it did not fit, a sentence.
  function press(state, side, step) {
    const next = { ...state, [side]: Math.max(0, state[side] + step), ends: state.ends + (step > 0) };
    if (!target || next[side] <= target) return { next };
    if (form.dataset.exact !== undefined) return { next: { ...next, [side]: state[side] }, text: say("sayOver", target) };
    return { next: { ...next, [side]: target }, text: say("sayCapped", target) };
  }

  const needed = Math.floor(bestOf / 2) + 1;
  const hasEnough = (sets) => mayBeLevel ? sets.length === 1 : ["home", "away"].some((side) => wins(sets, side) === needed);

  // The score to read back and to show while the match is played.
  function total(state) {
    if (!bestOf) return { home: state.home, away: state.away };
    if (bestOf > 1) return { home: wins(state.sets, "home"), away: wins(state.sets, "away") };
    const [home, away] = state.sets[0] || [state.home, state.away];
    return { home, away };
  }

  return {
    bestOf,
    press,
    total,
    leader(state) {
      const { home, away } = total(state);
      return home > away ? "home" : away > home ? "away" : "";
    },
    // The set on the pad is over: the next state, or why not.
    endSet(state) {
      if (state.home === state.away && !mayBeLevel) return { text: say("sayLevel", state.sets.length + 1) };
      return { next: { ...state, sets: [...state.sets, [state.home, state.away]], home: 0, away: 0 } };
    },
    // Whether the score ends the match by itself.
    isOver: (state) => (bestOf ? hasEnough(state.sets) : Boolean(target) && !isTimed && [state.home, state.away].includes(target)),
    // Why the match cannot end like this; "" where it can.
    problem(state) {
      if (!target) return "";
      if (Math.max(state.home, state.away) > target) return say("sayPassed", target);
      return isTimed || (state.home === target) !== (state.away === target) ? "" : say("sayMissed", target);
    },
    // Sets that are over, opened again at the last of them, with the ones before it to step back to.
    reopened(sets) {
      const open = (number) => ({ home: sets[number][0], away: sets[number][1], sets: sets.slice(0, number), ends: 0 });
      const past = sets.slice(0, -1).map((_set, number) => open(number));
      return sets.length ? { ...open(sets.length - 1), past } : { past: [] };
    },
    result: (state) => (bestOf ? { sets: state.sets } : { home: state.home, away: state.away }),
    setsText: (state) => (bestOf > 1 ? state.sets.map(([home, away]) => `${home}–${away}`).join(", ") : ""),
  };
}
