/** Follows how hard a voice leans on its vowels, for nods and brows. Knows weights and time, nothing of faces. */

/** Seconds to follow a stressed vowel, and to let it go. */
const RISE_S = 0.09;
const FALL_S = 0.35;
/** Slower mean of the opening, against which stress stands out. */
const USUAL_S = 2.5;
/** A jump of the clock larger than this starts afresh. */
const LONGEST_STEP_S = 0.5;

/** A follower; `next` gives the stress 0..1 at a time that grows from call to call. */
export const createAccent = (): { next(timeMicros: number, opening: number): number } => {
  let last = 0;
  let usual = 0.12;
  let stress = 0;
  return {
    next(timeMicros, opening) {
      const step = (timeMicros - last) / 1e6;
      last = timeMicros;
      if (step <= 0 || step > LONGEST_STEP_S) {
        usual = 0.12;
        stress = 0;
        return 0;
      }
      usual += (opening - usual) * Math.min(1, step / USUAL_S);
      const wanted = Math.min(1, Math.max(0, (opening - 1.3 * usual - 0.04) * 4));
      stress += (wanted - stress) * Math.min(1, step / (wanted > stress ? RISE_S : FALL_S));
      return stress;
    },
  };
};
