/** A free course with a check of every kind of question, and one with a time limit: its files by path. */
export const EVERY_KIND: Record<string, string> = {
  "course.yaml": `key: every-kind
title: Every kind
tagline: A course for trying every kind of question.
summary: Two checks.
language: en
outcomes: [Answer, Answer again, Answer once more]
instructors:
  - { name: The editorial team, role: Authors, bio: Those who wrote this. }
price: free
modules: [checks]
`,
  "modules/checks/module.yaml": `key: checks
title: Checks
summary: Two checks.
lessons: [all-kinds, timed]
`,
  "modules/checks/all-kinds.md": `---
key: all-kinds
title: All kinds
kind: assessment
summary: A check of every kind.
assessment: all-kinds
---
Take your time.
`,
  "modules/checks/timed.md": `---
key: timed
title: Timed
kind: assessment
summary: A check with a time limit.
assessment: timed
---
Ten minutes.
`,
  "assessments/timed.yaml": `key: timed
title: Timed
kind: graded
passMark: 50
minutes: 10
items:
  - { key: first, kind: true-false, prompt: One is odd., answer: true }
  - { key: second, kind: true-false, prompt: Three is odd., answer: true }
`,
  "assessments/all-kinds.yaml": `key: all-kinds
title: All kinds
kind: graded
passMark: 50
items:
  - key: one
    kind: single-choice
    prompt: What comes first?
    choices:
      - { key: a, text: What you saw, correct: true }
      - { key: b, text: What they meant }
  - key: several
    kind: multiple-choice
    prompt: Which are feelings?
    choices:
      - { key: a, text: Sad, correct: true }
      - { key: b, text: Ignored }
  - { key: true-or-false, kind: true-false, prompt: A pause is a no., answer: false }
  - key: distance
    kind: numeric
    prompt: How far is it?
    answers: [{ value: 392, tolerance: 5 }]
    unit: { accepted: [{ text: km }] }
  - { key: capital, kind: short-text, prompt: What is the capital?, answers: [{ text: Paris }] }
  - key: revolution
    kind: cloze
    text: In {{city}} they stormed the Bastille; it {{verb}} nearly empty.
    gaps:
      - { key: city, kind: short-text, answers: [{ text: Paris }] }
      - key: verb
        kind: choice
        label: A form of "to be"
        choices:
          - { key: was, text: was, correct: true }
          - { key: are, text: are }
  - key: capitals
    kind: matching
    prompt: Which is the capital of what?
    answers: [{ key: paris, text: Paris }, { key: rome, text: Rome }]
    pairs:
      - { key: france, text: France, answer: paris }
      - { key: italy, text: Italy, answer: rome }
  - key: steps
    kind: ordering
    prompt: In which order do you say it?
    entries: [{ key: a, text: Say what you saw }, { key: b, text: Say what you felt }]
  - { key: letter, kind: long-text, prompt: Write the letter., points: 2 }
`,
};
