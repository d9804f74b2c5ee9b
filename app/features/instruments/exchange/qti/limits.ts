/**
 * What a package may hold. Question packages in the wild are a few megabytes with some hundred files; beyond these limits
 * a file is a mistake or an attack, and is refused before it takes memory. MiB are 2^20 bytes.
 */
const MIB = 1_048_576;

/** The file that is handed in. It is in memory already, so a larger one is refused before anything else is done. */
export const MAX_FILE = 64 * MIB;
/** Files in a package: a course cartridge of a whole year has a few thousand. */
export const MAX_ENTRIES = 5_000;
/** All of a package inflated, by what it declares and by what comes out. */
export const MAX_INFLATED = 192 * MIB;
/** One text of a package. A tree of it takes about ten times as much memory. */
export const MAX_XML = 8 * MIB;
/** All texts that are read, each time that one is read: what refers to itself ends here. */
export const MAX_TEXTS = 96 * MIB;
/** One picture or recording. */
export const MAX_MEDIA = 32 * MIB;
/** Deflate cannot do more than 1,032 to 1; repetitive XML reaches about 100, bombs go to the limit. */
export const MAX_RATIO = 250;
/** Below this size the ratio says nothing. */
export const RATIO_FROM = MIB;

/** Elements in one text: 2,000 questions of Canvas have about 200,000. */
export const MAX_ELEMENTS = 400_000;
/** Elements within elements. QTI itself needs about fifteen; recursion over a tree has to end before the stack does. */
export const MAX_DEPTH = 150;
export const MAX_ATTRIBUTES = 100;
/** HTML of one question, in characters. */
export const MAX_HTML = 200_000;

/** Questions in one package: an instrument holds 500. */
export const MAX_QUESTIONS = 5_000;
/** Choices, entries or gaps of one question; an item of ours holds 50. */
export const MAX_PARTS = 100;
/** Feedback of one question. */
export const MAX_FEEDBACK = 500;
/** Values that one response is compared with. */
export const MAX_VALUES = 500;
/** Sections in files of their own that one test may refer to. */
export const MAX_FOLLOWED = 200;

/** Steps that the marking of all questions of a file may take. */
export const MAX_ALL_STEPS = 8_000_000;
/** Steps that the marking of one response may take. */
export const MAX_STEPS = 50_000;
/** Responses that are tried to find out how a question is marked: all subsets of eight choices are 256. */
export const MAX_TRIES = 4_096;
