--- Opens what lies beside the articles: the sidecar, the registry, a new briefing, the overview, pages for a browser.

local dateline = require('dateline')

local M = {}

local function open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
end

--- The sidecar of the article in the current buffer: where it is, or where `marks.layout` would put it.
---@param article string its path
---@param folder string
---@return string?
function M.sidecar_of(article, folder)
  local relative = vim.fs.relpath(folder, article)
  if not relative then return nil end
  local beside = article .. '.dateline.toml'
  if vim.uv.fs_stat(beside) then return beside end
  return vim.fs.joinpath(folder, '.dateline', 'marks', relative .. '.toml')
end

--- Opens it if there is one. An empty one would be no sidecar yet: the first mark makes it.
function M.sidecar()
  local path = M.sidecar_of(vim.fs.normalize(vim.api.nvim_buf_get_name(0)), dateline.folder())
  if path and (vim.uv.fs_stat(path) or vim.fn.bufloaded(path) == 1) then return open(path) end
  dateline.say('this article has no marks yet: :Dateline date, note or ignore makes the first')
end

function M.registry()
  open(vim.fs.joinpath(dateline.folder(), 'entities.toml'))
end

--- A new briefing in `briefings`, with its front matter and what every claim needs. Not written until you save it.
---@param title string
function M.briefing(title)
  if title == '' then title = 'briefing' end
  local today = os.date('%Y-%m-%d')
  local slug = vim.fn.tolower(title):gsub('[^%w]+', '-'):gsub('^%-+', ''):gsub('%-+$', '')
  local path = vim.fs.joinpath(dateline.folder(), 'briefings', ('%s-%s.md'):format(today, slug))
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  open(path)
  local buffer_is_new = vim.uv.fs_stat(path) == nil and vim.api.nvim_buf_line_count(0) == 1
  if not buffer_is_new then return end
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { '---', 'title: ' .. title, 'date: ' .. today, 'profile: draft', '---', '', '' })
  vim.api.nvim_win_set_cursor(0, { 7, 0 })
end

--- What `dateline overview` says of the folder, in a window that is closed with q.
function M.overview()
  local folder = dateline.folder()
  vim.system({ dateline.program(), 'overview', '--root', folder }, { text = true }, vim.schedule_wrap(function(answer)
    if answer.code ~= 0 then return dateline.warn(vim.trim(answer.stderr)) end
    vim.cmd('botright new')
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(vim.trim(answer.stdout), '\n'))
    vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable = 'nofile', 'wipe', false
    vim.api.nvim_buf_set_name(0, 'dateline://overview')
    vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = true })
  end))
end

--- Has the program write a page, and opens that in the browser.
---@param name string of its file
---@param command string[]
local function page(name, command)
  local folder = dateline.folder()
  vim.system(vim.list_extend({ dateline.program() }, command), { text = true, cwd = folder }, vim.schedule_wrap(function(answer)
    if answer.stdout == '' then return dateline.warn(vim.trim(answer.stderr)) end
    local path = vim.fs.joinpath(vim.fn.stdpath('cache'), 'dateline-' .. name .. '.html')
    vim.fn.mkdir(vim.fs.dirname(path), 'p')
    vim.fn.writefile(vim.split(answer.stdout, '\n'), path)
    vim.ui.open(path)
  end))
end

--- The timeline of the folder, in the browser.
function M.timeline()
  page('timeline', { 'timeline', '--format', 'html' })
end

--- All that the folder knows of a name, in the browser: of the word at the cursor if none is given.
---@param name string
function M.dossier(name)
  if name == '' then name = vim.fn.expand('<cword>') end
  page('dossier', { 'entities', '--show', name, '--html', '--limit', '0' })
end

return M
