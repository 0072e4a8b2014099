/**
 * The numbers of the conversation, each with its reason. Order that must hold:
 * `lullMs` < `confirmMs` ≤ `suspectMs`… ≤ `shortSilenceMs` < `longSilenceMs` ≤ `maxSilenceMs`, and `confirmMs` < `peekMs` < `interruptMs`.
 */
export const TURN_SETTINGS = {
  /**
   * Speech in a row before the assistant's voice is paused, ms. A cough is shorter than most words (100-150 ms); peers wait for
   * 200 (pipecat) to 500 ms (LiveKit). Smaller: coughs pause the reply. Larger: the user talks against the assistant.
   */
  confirmMs: 200,
  /**
   * Silence after which the end of a turn is suspected and speculation begins, ms. Pauses inside a phrase are mostly shorter
   * than 200 ms. Smaller: wasted transcriptions. Larger: every answer comes later by the same amount.
   */
  suspectMs: 200,
  /**
   * Silence after which STT begins with what was said, ms, though nothing is told of it before `suspectMs`. Whisper works on the sound for some tens of ms
   * before it can't be stopped, so that most shorter pauses cost no more than those. Smaller: each stop consonant does. Larger: every answer
   * comes later by the same amount.
   */
  lullMs: 100,
  /** Sound kept from before the onset, ms. Silero fires 50-70 ms late on soft consonants; Whisper likes some air before a word. */
  prerollMs: 300,
  /**
   * Speech that goes on for so long over the reply is an interruption without waiting for its words, ms. Backchannels
   * ("mm-hmm", "yeah, right") end before that; waiting longer keeps a talking user waiting for an answer.
   */
  interruptMs: 1000,
  /**
   * Ongoing speech over the reply after which its words so far are asked for, ms: music and machines go on for as long, and have none.
   * Smaller: what is half said is taken for nothing. Larger: the words come too late to save the reply from `interruptMs`.
   */
  peekMs: 800,
  /**
   * How much longer than `interruptMs` ongoing speech may take to become an interruption while its words so far are on their way, ms.
   * The reply is silent by then, so the wait is not heard, and an answer lost to music would not come back.
   */
  peekPatienceMs: 1500,
  /** While sound without words goes on under the reply it is listened to this often, ms: somebody may begin to talk into it. */
  peekAgainMs: 2000,
  /** Silence that ends a turn which sounds and reads finished, ms. Human turns change after about 200 ms (Stivers 2009). */
  shortSilenceMs: 250,
  /**
   * Silence that ends a turn of which little is known, ms. Peers take 500 to 800 for every turn; here the sure ones are answered long
   * before, so this one can let a speaker breathe: pauses within a turn are seldom longer than a second (Heldner & Edlund 2010).
   * Smaller: people who think while they talk are cut off. Larger: Smart Turn's doubts are felt as slowness.
   */
  middleSilenceMs: 1050,
  /** Silence that ends a turn which sounds or reads unfinished, ms. Pauses for thought last 0.5-1.5 s. */
  longSilenceMs: 1600,
  /** No judgement may make the user wait longer than this, ms. */
  maxSilenceMs: 2500,
  /**
   * How long a transcript may take before the reply goes on, ms; what comes later still counts (late-words.ts). Whisper-base takes up to 3 s for a
   * long utterance on two cores, and several times that where other programs have them; one that is stuck its heartbeat deals with.
   */
  transcriptPatienceMs: 10_000,
  /**
   * Sound of one utterance that is kept, ms: of a longer one, or one that nobody closes, the oldest is cut, since it takes 38 MB, and as much again on its
   * way. Nobody talks for so long without a pause in which they are answered, unless they hold the talk key.
   */
  longestUtteranceMs: 600_000,
  /** After so much of an utterance, ms, the page says that this bound is near. */
  longUtteranceMs: 540_000,
  /** Longer utterances than this, ms, are transcribed in pieces: Whisper's window. */
  transcriptWindowMs: 30_000,
  /** A piece is at least so long, ms, and the patience above is for each of them. */
  transcriptPieceMs: 12_000,
  /**
   * The longest that a message from a worker may be on its way, ms: what two threads say of the time can differ by more only when their
   * clocks do. Smaller: on a page that was busy the silence is taken for shorter than it was. Larger: so much is a user cut off too early
   * by clocks that differ.
   */
  transitMs: 500,
  /**
   * How long sound that is in the playback queue may stay unheard before the answer is shown as text alone, ms. It starts within some
   * milliseconds where there is a loudspeaker. Smaller: a device that wakes up (Bluetooth takes 2 s) loses the voice. Larger: the page
   * "thinks" for so long.
   */
  unheardMs: 5_000,
  /**
   * How long a language model that is loaded may be silent while words are due, ms. On two slow cores a long prompt is read in less; a
   * worker that died is told by its heartbeat. Smaller: slow machines lose answers. Larger: an engine that hangs is waited for so long.
   */
  tokenPatienceMs: 180_000,
  /**
   * How long after its last word an answer still sounds, ms: in the room, in a loudspeaker on the air that tells the browser nothing of its delay.
   * What begins by then and is the answer's last words is an echo, even a single one. Larger: an answer that repeats the question's last word is lost.
   */
  echoMs: 300,
  /** And how long, ms, whole phrases of it are none of the user's: echo cancellation lets go of some late. */
  lateEchoMs: 1000,
  /** Self-echoes within one conversation after which the user is told to use headphones or push-to-talk. */
  echoesBeforeHint: 3,
  /**
   * How long before a reply's end somebody may begin to speak and have it all count where interruptions are off, ms. People who take the turn begin
   * less than a second early (Heldner & Edlund 2010). Smaller: early questions lose their beginning. Larger: what is said over a reply is answered.
   */
  overlapMs: 1000,
  /**
   * How long what was typed waits for a user who goes on speaking to pause, ms. Smaller: the end of what is said is left out of the turn. Larger:
   * a television keeps a typed question waiting.
   */
  typedPatienceMs: 5_000,
  /** Longest answer, tokens: about a minute and a half of speech. */
  maxReplyTokens: 400,
} as const;

/** Playback sample rate, Hz: Kokoro's. */
export const SPEECH_SAMPLE_RATE = 24_000;
