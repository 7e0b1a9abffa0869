/* What comes of a vote, computed where there is no connection: the same arithmetic as hearings/vote_count.py, which decides. */
(() => {
  "use strict";
  /* declared: rule, base, quorum; counts: inFavour, against, abstained, spoilt. Returns what VoteResult calls it. */
  window.voteOutcome = (declared, counts, present) => {
    if (present < declared.quorum) return "no_quorum";
    const voting = counts.inFavour + counts.against + counts.abstained + counts.spoilt;
    const whole = declared.base === "present" ? present : voting;
    const needed = { majority: Math.floor(whole / 2) + 1, two_thirds: Math.max(1, Math.ceil((2 * whole) / 3)), consensus: Math.max(1, whole) }[declared.rule];
    const isAdopted = declared.rule === "consensus"
      ? counts.against === 0 && counts.inFavour > 0 && counts.inFavour + counts.abstained >= needed
      : counts.inFavour >= needed;
    return isAdopted ? "adopted" : "not_adopted";
  };
})();
