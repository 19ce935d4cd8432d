import type { PenaltyFacts } from '../demo-office/penalty-work.ts';

/** Straw burnt in the open: 500 to 2,000 yuan before and after the Ecological and Environmental Code, so that it fits every day of a start. */
export const strawBurning: Omit<PenaltyFacts, 'party'> = {
  cause: 'straw-burnt', causeName: '露天焚烧秸秆', summary: '网格员报告田间露天焚烧秸秆。', basis: '《中华人民共和国大气污染防治法》第一百一十九条第一款（2026年8月15日起为《中华人民共和国生态环境法典》第一千一百三十一条第一款）', violated: '《中华人民共和国大气污染防治法》第七十七条（2026年8月15日起为《中华人民共和国生态环境法典》第二百四十六条）',
  findings: '当事人在禁止区域的田间露天焚烧秸秆约半亩。', evidence: '现场检查笔录、现场照片、询问笔录。', minimum: '500.00', maximum: '2000.00', intended: '800.00', correction: '责令立即扑灭，不得再行焚烧。',
};
