import { describe, expect, it } from '@jest/globals';
import { maskAddress, maskIdentity, maskName, maskNumber, maskPhone } from './masks.ts';

describe('masks', () => {
  it.each([['张三', '张*'], ['欧阳娜娜', '欧***'], ['𠮷野', '𠮷*'], ['张', '张*'], ['阿依古丽·买买提', '阿*******']])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked));
  it.each([['11010519491231002X', '110105********002X'], ['110105491231002', '110105*****1002'], ['G12345678', '*******78'], ['1234', '****'], ['', '****']])('number %s → %s', (number, masked) => expect(maskNumber(number)).toBe(masked));
  it.each([['13812345678', '138****5678'], ['0916-3221234', '****34'], ['110', '****']])('phone %s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));
  it.each([
    ['陕西省汉中市勉县勉阳街道和平路12号', '陕西省汉中市勉县****'], ['北京市东城区长安街1号', '北京市东城区****'], ['新疆维吾尔自治区喀什地区疏附县某乡', '新疆维吾尔自治区喀什地区疏附县****'],
    ['陕西省汉中市幸福小区3号楼', '陕西省汉中市****'], ['和平社区5号', '****'], ['', '****'],
  ])('address %s → %s', (address, masked) => expect(maskAddress(address)).toBe(masked));

  it('leave of a person what one recognises and of an organisation what its register shows', () => {
    expect(maskIdentity({ name: '张三', identityNumber: '11010519491231002X', address: '北京市东城区长安街1号', phone: '13812345678' }))
      .toEqual({ name: '张*', identityNumber: '110105********002X', address: '北京市东城区****', phone: '138****5678' });
    expect(maskIdentity({ name: '某某有限公司', creditCode: '91610000MA6TA00012', address: '勉县某路1号', phone: '13812345678' }))
      .toEqual({ name: '某某有限公司', creditCode: '91610000MA6TA00012', address: '勉县某路1号', phone: '138****5678' });
  });
});
