-- The first five minutes with the plugin, as docs/guide/neovim.md sets it up, in a Neovim that starts as everybody's does:
-- a finding, a person, another article, every mention, a date, its undoing, a finding set aside with a reason.
--
--   nvim --headless -c 'luafile neovim-walk.lua'       run by run-neovim.sh, which installs the plugin
--
-- The word in brackets is the feature that a check proves (features.toml).

local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
local t = dofile(here .. '/harness.lua')
local env = t.environment()
local check, expect, eventually = t.check, t.expect, t.eventually

local folder = t.scratch_copy(env.example)
local original = t.contents(folder)
local facts = t.facts(env.program, folder)
vim.cmd.cd(vim.fn.fnameescape(folder))

--- An article that says no date, with days counted from it, so that a date has something to change.
local function undated()
  local paths = vim.tbl_keys(facts.files)
  table.sort(paths)
  for _, path in ipairs(paths) do
    local codes = {}
    for _, finding in ipairs(facts.files[path].findings or {}) do codes[finding.code] = true end
    local named = vim.iter(facts.files[path].mentions or {}):find(function(one)
      return one.form == 'name' and vim.iter(facts.entities):any(function(entity)
        return entity.id == one.entity and entity.kind == 'person' and entity.definition and entity.definition.path ~= path
      end)
    end)
    if codes.D101 and codes.D105 and named then return path, named end
  end
  t.give_up('no undated article of the example folder names a person whom another introduces')
end

local path, mention = undated()
local article

local function to_mention()
  vim.cmd.buffer(article)
  local line, byte = unpack(t.place(original[path], (mention.core or { mention.start })[1]))
  vim.api.nvim_win_set_cursor(0, { line + 1, byte })
end

local function findings(code)
  return vim.tbl_filter(function(one) return not code or one.code == code end, vim.diagnostic.get(article))
end

local function to_finding(code)
  local first = eventually(code or 'a finding', function() return findings(code)[1] end)
  vim.cmd.buffer(article)
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  return first
end

local function sidecar()
  return vim.fs.joinpath(folder, '.dateline/marks', path .. '.toml')
end

check('[install] the plugin is there, by its place alone', function()
  expect(vim.fn.exists(':Dateline') == 2, 'there is no :Dateline')
  expect(vim.lsp.is_enabled('dateline'), 'the server is not enabled')
end)

check('[findings] an article is opened, and what is worth a look is underlined', function()
  vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(folder, path)))
  article = vim.api.nvim_get_current_buf()
  eventually('findings', function() return #findings() > 0 end, 60)
  local shown = vim.iter(vim.api.nvim_get_namespaces()):any(function(name, id)
    return name:find('diagnostic', 1, true) and #vim.api.nvim_buf_get_extmarks(article, id, 0, -1, {}) > 0
  end)
  expect(shown, 'nothing is drawn')
end)

check('[hover] a person is told of in a window', function()
  to_mention()
  local text = ''
  eventually('the card of the whole folder', function()
    vim.lsp.buf.hover()
    vim.wait(1000, function() return vim.b[article].lsp_floating_preview ~= nil end, 20)
    local window = vim.b[article].lsp_floating_preview
    if not window or not vim.api.nvim_win_is_valid(window) then return false end
    text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    vim.api.nvim_win_close(window, true)
    return #text > 0 and not text:find('of [%d,]+ articles read')
  end, 60)
  expect(text:find('article', 1, true), 'no other article in:\n%s', text)
end)

check('[definition] the jump leads to another article, and CTRL-O back', function()
  to_mention()
  local line = vim.fn.line('.')
  vim.lsp.buf.definition()
  eventually('the jump', function() return vim.api.nvim_get_current_buf() ~= article end)
  vim.cmd.execute('"normal! \\<C-O>"')
  expect(vim.api.nvim_get_current_buf() == article and vim.fn.line('.') == line, 'CTRL-O leads elsewhere')
end)

check('[references] every mention stands in a list', function()
  to_mention()
  vim.fn.setqflist({}, ' ', { title = 'nothing yet', items = {} })
  vim.lsp.buf.references()
  local items = eventually('the list', function()
    local items = vim.fn.getqflist()
    return #items > 1 and items
  end)
  vim.cmd('cclose')
  local files = {}
  for _, item in ipairs(items) do files[item.bufnr] = true end
  expect(vim.tbl_count(files) > 1, 'all are in one article')
end)

check('[date] a date is set by one action, and what hung on it has its day', function()
  eventually('what a date would settle', function() return #findings('D101') == 1 and #findings('D105') > 0 end)
  to_finding('D101')
  vim.cmd('Dateline date')
  eventually('D101 to go', function() return #findings('D101') == 0 and #findings('D105') == 0 end)
end)

check('[hints] the days are shown in the text', function()
  vim.lsp.inlay_hint.enable(true, { bufnr = article })
  vim.cmd.buffer(article)
  eventually('hints', function()
    vim.cmd.redraw()
    return #vim.lsp.inlay_hint.get({ bufnr = article }) > 0
  end)
end)

check('[next-finding] ]d goes to the next finding, and [d back', function()
  vim.cmd.buffer(article)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.cmd('normal ]d')
  local first = vim.api.nvim_win_get_cursor(0)
  vim.cmd('normal ]d')
  vim.cmd('normal [d')
  expect(vim.deep_equal(vim.api.nvim_win_get_cursor(0), first), 'the way back leads elsewhere')
  expect(vim.iter(findings()):any(function(one) return one.lnum == first[1] - 1 end), 'there is no finding')
end)

check('[autosave] the mark is on disk, and the article is as it was', function()
  eventually('the sidecar on disk', function() return vim.uv.fs_stat(sidecar()) end)
  eventually('it to be saved whole', function() return t.read(sidecar()):find('date%-basis = "user"') ~= nil end)
  expect(not vim.bo[vim.fn.bufnr(sidecar())].modified, 'its buffer is left unsaved')
  expect(t.read(vim.fs.joinpath(folder, path)) == original[path], 'the article was written')
end)

check('[undo] undo in the sidecar takes the date back', function()
  vim.cmd.buffer(vim.fn.bufnr(sidecar()))
  vim.cmd('silent undo')
  eventually('D101 to come back', function() return #findings('D101') == 1 end)
  expect(vim.bo.modified, 'what is undone by hand is saved by hand')
  vim.cmd('silent write')
end)

check('[ignore] a finding is set aside, with a reason that is written down', function()
  local finding = to_finding('A202')
  local before = #findings('A202')
  vim.lsp.buf.code_action({ apply = true, filter = function(action)
    return vim.startswith(action.title, ('Ignore %s here'):format(finding.code))
  end })
  eventually('the finding to go', function() return #findings('A202') < before end)
  eventually('the sidecar', function() return vim.fs.normalize(vim.api.nvim_buf_get_name(0)) == sidecar() end)
  -- The cursor waits where the reason goes.
  vim.api.nvim_feedkeys('iknown to the desk' .. vim.keycode('<Esc>'), 'x', false)
  vim.cmd('silent write')
  expect(t.read(sidecar()):find('why = "known to the desk"', 1, true), 'the reason is not in its place:\n%s', t.read(sidecar()))
  vim.wait(500, function() return false end)
  expect(#findings('A202') < before, 'the finding is back')
end)

check('[evidence] no article was changed', function()
  local now = t.contents(folder)
  for name, bytes in pairs(original) do expect(now[name] == bytes, '%s has changed', name) end
end)

t.finish()
