import { expect, test } from 'vitest';
import { type Evidence, unsupported } from '../../src/eval/support.ts';

const anchor: Evidence = {
  title: '目标检测Anchor是什么？怎么科学设置？',
  text: '目标检测Anchor是什么？怎么科学设置？ anchor只有跟你要检测的物体的大小和长宽比更贴近，才能让模型的效果更好。YOLOv2版本开始使用kmeans方法聚类得到合适的anchor',
  date: '2021-01-24',
  tags: [],
  urls: ['https://mp.weixin.qq.com/s/Qvjk7mz8d9lxeyIMND1mPA'],
};
const postgres: Evidence = {
  title: 'Postgres VACUUM and the art of table bloat',
  text: 'Postgres VACUUM and the art of table bloat. Our events table was 70% dead tuples. Lower autovacuum_vacuum_scale_factor for big tables only.',
  date: '2023-01-09',
  tags: [],
  urls: ['https://www.percona.com/blog/postgresql-vacuum-and-bloat/'],
};
const evidence = new Map([
  [1, anchor],
  [2, postgres],
]);

const look = (text: string, ...cites: number[]) => unsupported({ text, cites }, evidence);

test.each([
  ['目标检测里，anchor 要贴近物体的大小和长宽比，YOLOv2 开始用 kmeans 聚类得到它。', 1],
  ['An anchor should match the size and aspect ratio of the objects to detect.', 1],
  ['Since YOLOv2, kmeans clustering yields suitable anchors, as noted on 24 January 2021.', 1],
  ['The events table was 70% dead tuples; lower autovacuum_vacuum_scale_factor for big tables.', 2],
  ['表膨胀的办法：事件表有 70% 是死元组，只对大表调低参数。', 2],
] as const)('what a cited entry says is borne out: %s', (text, n) => {
  expect(look(text, n)).toBeUndefined();
});

test.each([
  ['nobody is cited', 'uncited', 'Anchors should match the size of the objects.', []],
  ['an entry is cited that there is not', 'uncited', 'Anchors should match the size of the objects.', [9]],
  ['an address is new', 'address', 'Anchors match the size of objects, see https://evil.example/x.', [1]],
  ['a domain is new', 'address', 'Anchors match the size of objects, see evil.com.', [1]],
  ['a number is new', 'number', 'The events table was 80% dead tuples.', [2]],
  ['the number is another entry’s', 'number', 'Anchors match 70% of objects.', [1]],
  ['a version is new', 'number', 'YOLOv5 uses kmeans clustering for anchors.', [1]],
  ['a name is new in the middle', 'name', 'Suitable anchors come from Girshick and kmeans clustering.', [1]],
  ['it says something else', 'words', 'The weather in spring is lovely for a picnic with friends.', [2]],
  ['it says something else in Chinese', 'words', '红烧肉要先焯水，再用小火慢炖。', [1]],
] as const)('a sentence is not borne out where %s', (_, why, text, cites) => {
  expect(look(text, ...cites)).toBe(why);
});
