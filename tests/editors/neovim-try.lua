-- The configuration that `dateline try nvim` uses, on a scratch copy of the example folder.
--
--   nvim --clean --headless -u NONE -l neovim-try.lua       run by run-neovim.sh, which sets the environment

local here = vim.fs.dirname(vim.fs.abspath(arg[0]))
local t = dofile(here .. '/harness.lua')
local env = t.environment()
local check, expect, eventually = t.check, t.expect, t.eventually

-- With -l Neovim takes no file to open and never says VimEnter, so both are played here.
local folder = t.scratch_copy(env.example)
vim.cmd('filetype on')
vim.cmd.args(vim.fn.fnameescape(folder))
dofile(env.editors .. '/neovim/try.lua')
vim.api.nvim_exec_autocmds('VimEnter', {})

local function client()
  return vim.lsp.get_clients({ name = 'dateline' })[1]
end

local function window()
  return vim.iter(vim.api.nvim_list_wins()):find(function(win)
    return vim.api.nvim_win_get_config(win).relative ~= ''
  end)
end

check('a folder opens at an article, with the server', function()
  expect(vim.bo.filetype == 'text', 'file type is %s', vim.bo.filetype)
  eventually('the server', function() return client() and client().initialized end)
  expect(vim.fs.normalize(client().root_dir) == vim.fs.normalize(folder), 'its folder is %s', client().root_dir)
end)

check('long lines wrap at words', function()
  expect(vim.wo.wrap and vim.wo.linebreak and vim.wo.breakindent, 'they do not')
end)

check('the keys are there', function()
  for _, lhs in ipairs({ 'K', 'gd', 'grr', 'gO', 'gs', ']d', '[d' }) do
    expect(vim.fn.maparg(lhs, 'n', false, true).buffer == 1, '%s is not', lhs)
  end
end)

check('a finding is told where the cursor rests, and one window is enough', function()
  local first = eventually('findings', function()
    for name in vim.fs.dir(folder, { depth = 3 }) do
      if #vim.diagnostic.get(0) > 0 then return vim.diagnostic.get(0)[1] end
      if name:match('%.txt$') then
        vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(folder, name)))
        vim.wait(1000, function() return #vim.diagnostic.get(0) > 0 end, 20)
      end
    end
  end, 60)
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  vim.api.nvim_exec_autocmds('CursorHold', {})
  local float = eventually('the window', window)
  local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float), 0, -1, false), ' ')
  expect(text:find(first.code, 1, true), '%s is not in: %s', first.code, text)
  vim.api.nvim_exec_autocmds('CursorHold', {})
  expect(#vim.api.nvim_list_wins() == 2, 'there are %d windows', #vim.api.nvim_list_wins())
  vim.api.nvim_win_close(float, true)
end)

check('the status line counts them', function()
  expect(DatelineStatus():match('%d+ %a+'), 'it says “%s”', DatelineStatus())
end)

t.finish()
