/** Texts that files of every kind read as something else than what they are. */
export const oddTexts = [
  '$HOME ${HOME} $$HOME $(id)',
  '100% %h %% %i',
  `it's "quoted" \`so\``,
  ' blanks around ',
  'a\\b\\n\\',
  'two\nlines\r\nand a\ttab',
  '#no comment; not an end',
  '{"json": ["a", 1]}',
  'Zürich 数据 🚀',
  '\u0001\u001b[31m',
  '-x=--y',
  'null',
  '012',
] as const
