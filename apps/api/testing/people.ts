/** Two townships and the county legal office of one county, and a township of another, as SQL. Person ids end in their number. */
export const person = (n: number): string => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;

const people = [
  [1, 'zhang.wei', '张伟', 'mianyang', ['officer'], '陕F01001'],
  [2, 'li.na', '李娜', 'mianyang', ['officer'], '陕F01002'],
  [3, 'wang.fang', '王芳', 'mianyang', ['sectionHead'], null],
  [4, 'liu.yang', '刘洋', 'mianyang', ['head'], null],
  [5, 'chen.jie', '陈杰', 'mianyang', ['legalReviewer'], null],
  [6, 'zhao.min', '赵敏', 'mianyang', ['hearingChair'], null],
  [7, 'sun.li', '孙丽', 'wuhou', ['officer'], '陕F02001'],
  [8, 'zhou.tao', '周涛', 'mian-legal', ['countyLegalOffice'], null],
  [9, 'wu.jun', '吴军', 'mian-legal', ['countyLegalOffice'], null],
  [26, 'qin.yin', '秦印', 'mianyang', ['sealKeeper'], null],
  [10, 'xu.lei', '徐磊', 'elsewhere', ['officer', 'head', 'countyLegalOffice'], '陕G09001'],
] as const;

export const peopleSql = `
INSERT INTO county (id, name) VALUES ('610725', '勉县'), ('610726', '宁强县');
INSERT INTO office (id, county_id, kind, name, short_name, region_code) VALUES
  ('mianyang', '610725', 'township', '勉县勉阳街道办事处', '勉阳综执', '610725001'),
  ('wuhou', '610725', 'township', '勉县武侯镇人民政府', '武侯综执', '610725100'),
  ('mian-legal', '610725', 'countyLegalOffice', '勉县司法局', '勉司', '610725'),
  ('elsewhere', '610726', 'township', '宁强县汉源街道办事处', '汉源综执', '610726001');
${people.map(([n, username, name, office, roles, certificate]) => `
INSERT INTO account (id, username, display_name) VALUES ('${person(n)}', '${username}', '${name}');
${roles.map((role) => `INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ('${person(n)}', '${office}', '${role}', '2010-01-01');`).join('\n')}
${certificate === null ? '' : `INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ('${person(n)}', '${certificate}', '2015-01-01', '2029-12-31');`}${(roles as readonly string[]).includes('legalReviewer') ? `INSERT INTO qualification (account_id, kind, number, valid_from) VALUES ('${person(n)}', 'legalProfession', 'A2015${n}', '2015-01-01');` : ''}`).join('\n')}
INSERT INTO account (id, username, display_name) VALUES ('${person(20)}', 'no.post', '无职');
INSERT INTO authority_grant (office_id, basis, packs, instrument, published_on, valid_from) VALUES
  ('mianyang', 'handedOver', '{administrative-penalty,administrative-penalty-summary}', '陕政发〔2021〕19号', '2021-12-01', '2021-12-01'),
  ('wuhou', 'handedOver', '{administrative-penalty,administrative-penalty-summary}', '陕政发〔2021〕19号', '2021-12-01', '2021-12-01'),
  ('elsewhere', 'handedOver', '{administrative-penalty,administrative-penalty-summary}', '陕政发〔2021〕19号', '2021-12-01', '2021-12-01');
`;
