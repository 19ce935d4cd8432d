import { contact, may, must, template } from './field.ts';

/** Papers of service (送达), for the papers of every procedure. */
export const serviceTemplates = [
  template('service-receipt', '送达回证', 'Service receipt', [
    must('cause', 'text', '案由', 'Cause'),
    must('addressee', 'text', '受送达人', 'Addressee'),
    must('papers', 'rows', '送达文书', 'Papers served: name and document number'),
    may('place', 'text', '送达地点', 'Place of service'),
    may('way', 'text', '送达方式', 'Way of service, e.g. 直接送达'),
    may('servedAt', 'text', '送达时间', 'Day of service, and the time where it is known'),
    may('receivedOn', 'date', '收到日期', 'Day of receipt as the person who received it wrote it down'),
    may('signature', 'text', '签收说明', 'What stands for the signature of the addressee: return slip, proof of arrival, refusal'),
    may('recipient', 'text', '代收人', 'Who received it for the addressee'),
    may('relation', 'text', '代收人与受送达人关系', 'Relation, adulthood and co-residence of that person'),
    may('refusal', 'paragraphs', '拒收事由', 'Who refused, why, and how it was left'),
    may('witnesses', 'rows', '见证人', 'Witnesses: name and office'),
    may('recording', 'text', '影像记录', 'Photo or video that records the service'),
    may('servers', 'rows', '送达人', 'Officers who served: name and certificate number'),
    may('remarks', 'paragraphs', '备注', 'Remarks: attempts before, postal number'),
  ]),
  template('public-announcement', '送达公告', 'Public announcement of service', [
    must('addressee', 'text', '受送达人', 'Addressee'),
    must('cause', 'text', '案由', 'Cause'),
    must('papers', 'rows', '送达文书', 'Papers: name and document number'),
    must('reason', 'paragraphs', '公告送达的原因', 'Why service by announcement (whereabouts unknown, or other ways failed)'),
    must('gist', 'paragraphs', '文书要旨', 'Gist of the paper'),
    must('rights', 'paragraphs', '权利及期限', 'Remedies or rights and their periods'),
    must('period', 'text', '公告期间', 'Period after which it is deemed served, e.g. 三十日'),
    must('basis', 'text', '公告送达依据', 'Legal basis of service by announcement'),
    may('postedAt', 'paragraphs', '公告张贴处所', 'Where it is posted or published'),
    ...contact,
  ]),
];
