/** Requests of the tests. The area code 610799 was never assigned. */
export const identityNumber = '610799199001010011';

export const openPenaltyCase = {
  pack: 'administrative-penalty', on: '2025-03-03',
  parties: [{ kind: 'citizen', identity: { name: '张三丰', identityNumber, address: '陕西省汉中市勉县勉阳街道和平路12号', phone: '13800000001' } }],
  facts: { cause: 'fire-lane-occupied', causeName: '占用消防车通道', leadSource: 'inspection', actEndedOn: '2025-03-01', discoveredOn: '2025-03-02', summary: '检查时发现张三丰占用消防车通道停放货车。' },
};
