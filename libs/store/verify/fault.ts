/**
 * What is wrong at one event: its place, its link to the event before, its own hash, its time; `head`: the events do
 * not end where the case says; otherwise what the event refers to is missing or another one.
 */
export interface Fault { caseId: string; seq: number; why: 'place' | 'link' | 'hash' | 'time' | 'head' | 'noHead' | 'content' | 'paper' | 'file' }
