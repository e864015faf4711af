-- The grammar `briefing` as the setup page installs it: Neovim loads it, and its queries colour every example article.
--
--   nvim --clean --headless -u NONE -l neovim-grammar.lua FOLDER       run by run-neovim.sh
--
-- FOLDER holds parser/briefing.so and queries/briefing/*.scm.

local here = vim.fs.dirname(vim.fs.abspath(arg[0]))
local t = dofile(here .. '/harness.lua')
local check, expect = t.check, t.expect

vim.cmd('filetype on')
vim.opt.runtimepath:prepend(arg[1])
vim.treesitter.language.register('briefing', 'text')

check('every query of the grammar loads', function()
  for file in vim.fs.dir(arg[1] .. '/queries/briefing') do
    vim.treesitter.query.get('briefing', file:match('^(.*)%.scm$'))
  end
end)

check('every article parses, and its header is coloured', function()
  local coloured = 0
  for name in vim.fs.dir(vim.env.DATELINE_EXAMPLE) do
    if name:match('%.txt$') then
      vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(vim.env.DATELINE_EXAMPLE, name)))
      vim.bo.filetype = 'text'
      vim.treesitter.start(0)
      local tree = expect(vim.treesitter.get_parser(0):parse(true), '%s does not parse', name)[1]
      local query = vim.treesitter.query.get('briefing', 'highlights')
      for id in query:iter_captures(tree:root(), 0) do
        if query.captures[id] == 'label' then coloured = coloured + 1 end
      end
    end
  end
  expect(coloured > 0, 'no dateline was found in any article')
end)

t.finish()
