-- Neovim for one session of dateline: `nvim --clean -u try.lua FOLDER` (or a file in it), Neovim 0.11 or newer.
--
-- `dateline try nvim` starts it so. Nothing is installed and nothing is kept: no swap files, no history.
-- DATELINE_BIN names the program; without it `dateline` is taken from PATH.
--
-- Everything here is what docs/guide/neovim.md advises for daily use, in one file.

local program = vim.env.DATELINE_BIN or 'dateline'

vim.o.swapfile = false
vim.o.shada = ''
vim.o.undofile = false

-- Where it was opened: the folder given, or the folder of the file given.
local given = vim.fn.argv(0) --[[@as string]]
if given == '' then given = '.' end
given = vim.fs.normalize(vim.fs.abspath(given))
local is_folder = vim.fn.isdirectory(given) == 1
local folder = is_folder and given or vim.fs.dirname(given)

-- The server. The folder is given rather than found by its markers, so that trying dateline on a folder inside a
-- repository reads that folder and not the repository.
vim.lsp.config('dateline', {
  cmd = { program, 'server' },
  filetypes = { 'text', 'markdown' },
  root_dir = folder,
})
vim.lsp.enable('dateline')

-- Long lines wrap at words and keep their indent; j and k move by what is seen.
vim.o.smoothscroll = true
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'text', 'markdown' },
  callback = function()
    vim.opt_local.wrap = true
    vim.opt_local.linebreak = true
    vim.opt_local.breakindent = true
    vim.keymap.set({ 'n', 'x' }, 'j', 'v:count ? "j" : "gj"', { buffer = true, expr = true })
    vim.keymap.set({ 'n', 'x' }, 'k', 'v:count ? "k" : "gk"', { buffer = true, expr = true })
  end,
})

-- Findings: underlined where they stand, told in a window once the cursor rests on them. Text at the end of a line
-- or below it would stand far from the words it speaks of where a paragraph is one line.
vim.o.winborder = 'rounded'
vim.o.updatetime = 300
vim.diagnostic.config({
  severity_sort = true,
  virtual_text = false,
  virtual_lines = false,
  signs = { text = { 'E', 'W', 'i', '·' } },
  float = { header = '', source = false, max_width = 80 },
  jump = { float = true },
})

local function a_window_is_open()
  return vim.iter(vim.api.nvim_list_wins()):any(function(win)
    return vim.api.nvim_win_get_config(win).relative ~= ''
  end)
end

vim.api.nvim_create_autocmd('CursorHold', {
  callback = function()
    if not a_window_is_open() then vim.diagnostic.open_float({ scope = 'cursor', focus = false }) end
  end,
})

-- Keys. K, grr, gO, ]d and [d are Neovim's own; they are named here because this file is read.
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    local function key(lhs, what, run)
      vim.keymap.set('n', lhs, run, { buffer = event.buf, desc = what })
    end
    key('K', 'who or what is this', function() vim.lsp.buf.hover({ max_width = 80 }) end)
    key('gd', 'where it is introduced', vim.lsp.buf.definition)
    key('grr', 'every mention', vim.lsp.buf.references)
    key('gO', 'outline', vim.lsp.buf.document_symbol)
    key('gs', 'find a name in the folder', vim.lsp.buf.workspace_symbol)
    key(']d', 'next finding', function() vim.diagnostic.jump({ count = vim.v.count1, float = true }) end)
    key('[d', 'previous finding', function() vim.diagnostic.jump({ count = -vim.v.count1, float = true }) end)
    local client = assert(vim.lsp.get_client_by_id(event.data.client_id))
    if client:supports_method('textDocument/inlayHint') then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
  end,
})

-- The keys stand at the top, what the server does and how much it found at the bottom.
vim.o.winbar = ' K who is this   gd where introduced   grr every mention   ]d next finding   gO outline   :qa leave'
vim.o.laststatus = 3
vim.o.statusline = ' %{expand("%:.")}%=%{v:lua.DatelineStatus()} '

function DatelineStatus()
  local busy = vim.lsp.status()
  if busy ~= '' then return busy end
  local count = vim.diagnostic.count(0)
  local told = {}
  for severity, name in ipairs({ 'error', 'warning', 'finding', 'hint' }) do
    local n = count[severity]
    if n then table.insert(told, ('%d %s%s'):format(n, name, n == 1 and '' or 's')) end
  end
  return table.concat(told, ', ')
end

vim.api.nvim_create_autocmd({ 'LspProgress', 'DiagnosticChanged' }, {
  callback = function() vim.cmd.redrawstatus() end,
})

-- A folder is opened at its first article, not as a list of files.
vim.g.loaded_netrwPlugin = 1
local function open_first_article()
  local found = vim.fs.find(function(name) return name:match('%.txt$') or name:match('%.md$') end, {
    path = folder,
    type = 'file',
    limit = math.huge,
  })
  table.sort(found)
  local articles = vim.tbl_filter(function(path) return path:match('%.txt$') ~= nil end, found)
  local first = articles[1] or found[1]
  if first then vim.cmd.edit(vim.fn.fnameescape(first)) end
end

vim.api.nvim_create_autocmd('VimEnter', {
  nested = true, -- so that opening a file detects its type, which starts the server
  callback = function()
    vim.cmd.cd(vim.fn.fnameescape(folder))
    if is_folder then open_first_article() end
    if vim.fn.executable(program) == 0 then
      vim.notify(('%s is not a program; set DATELINE_BIN'):format(program), vim.log.levels.ERROR)
    end
  end,
})
