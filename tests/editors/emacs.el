;;; emacs.el --- The first five minutes in Emacs with eglot  -*- lexical-binding: t; -*-

;; A finding, a person, another article, every mention, a date, its undoing, a finding set aside with a reason.
;;
;;     DATELINE_BIN=… emacs -Q --batch -l emacs.el FOLDER ARTICLE NAME     run by run-emacs.sh
;;
;; FOLDER is a scratch copy of the example folder, ARTICLE an undated one in it, NAME a person named there.

;;; Code:

(require 'package)
;; -Q leaves out Debian's own places, where eglot is before Emacs 29.
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(require 'cl-lib)
(require 'flymake)
(require 'imenu)
(require 'xref)

(setq create-lockfiles nil make-backup-files nil auto-save-default nil
      eglot-sync-connect 20 eglot-send-changes-idle-time 0.05 eglot-confirm-server-initiated-edits nil
      flymake-no-changes-timeout 0.1
      last-nonmenu-event ?x)             ; asked at the keyboard, not by the mouse

(defvar failed 0)
(defvar passed 0)
(defvar article nil)
(defvar name nil)

(defun idle ()
  "Do what Emacs does when nobody types, which never happens in batch."
  (dolist (timer (append timer-idle-list nil)) (ignore-errors (timer-event-handler timer)))
  (accept-process-output nil 0.05))

(defmacro eventually (what &rest body)
  "Wait until BODY gives something, and return it; WHAT is waited for."
  (declare (indent 1))
  `(let ((end (+ (float-time) 30)) found)
     (while (not (setq found (progn ,@body)))
       (when (> (float-time) end) (error "waited 30 s for %s" ,what))
       (idle))
     found))

(defmacro check (what &rest body)
  "Run BODY, which shows WHAT."
  (declare (indent 1))
  `(let ((begun (float-time)))
     (condition-case why
         (progn
           ,@body
           (setq passed (1+ passed))
           (princ (format "ok    %s (%d ms)\n" ,what (* 1000 (- (float-time) begun)))))
       (error
        (setq failed (1+ failed))
        (princ (format "FAIL  %s\n      %s\n" ,what (error-message-string why)))))))

(defun expect (truth &rest message)
  (unless truth (error "%s" (apply #'format message))))

(defun findings (&optional code)
  "The findings of the article, or those of CODE."
  (with-current-buffer article
    (flymake-start)
    (cl-remove-if-not
     (lambda (one) (or (not code) (string-match-p (regexp-quote code) (flymake-diagnostic-text one))))
     (flymake-diagnostics))))

(defun go ()
  "Put point on the name."
  (switch-to-buffer article)
  (goto-char (point-min))
  (search-forward name)
  (backward-char 2))

(defun choose (beginning)
  "Carry out the action here whose title begins with BEGINNING, as one who picks it from the list."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt offered &rest _)
               (let ((titles (mapcar (lambda (one) (if (consp one) (car one) one)) offered)))
                 (or (cl-find-if (lambda (title) (string-prefix-p beginning title)) titles)
                     (error "%s is not offered: %S" beginning titles)))))
            ;; Eglot asks before it writes into a file that is not open.
            ((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
    (eglot-code-actions (point) (point) nil t)))

(defun sidecar ()
  "The buffer of the marks of the article."
  (cl-find-if (lambda (buffer) (string-match-p "/\\.dateline/marks/" (or (buffer-file-name buffer) ""))) (buffer-list)))

(defun contents (folder)
  "The articles of FOLDER, byte for byte."
  (mapcar (lambda (file)
            (with-temp-buffer
              (set-buffer-multibyte nil)
              (insert-file-contents-literally file)
              (cons file (buffer-string))))
          (directory-files folder t "\\.\\(txt\\|md\\)\\'")))

(let* ((here (file-name-directory load-file-name))
       (folder (file-name-as-directory (pop command-line-args-left)))
       (path (expand-file-name (pop command-line-args-left) folder))
       (original (contents folder)))
  (setq name (pop command-line-args-left))
  (check "[install] two lines set it up"
    (add-to-list 'load-path (expand-file-name "../../editors/emacs" here))
    (require 'dateline)
    (dateline-setup)
    (setq dateline-program (getenv "DATELINE_BIN")))
  (check "[findings] an article is opened, and what is worth a look is underlined"
    (setq article (find-file path))
    (run-hooks 'post-command-hook)      ; the first command after a file is opened, of which batch has none
    (eventually "the server" (eglot-current-server))
    (eventually "findings" (findings)))
  (check "[hover] a person is told of"
    (go)
    (let ((told ""))
      (eventually "the card"
        (eglot-hover-eldoc-function (lambda (text &rest _) (setq told (substring-no-properties (or text "")))))
        (idle)
        (string-match-p "article" told))
      (expect (not (string-match-p "\\*\\*" told)) "marks of Markdown are shown raw:\n%s" told)))
  (check "[definition] the jump leads to another article, and back"
    (go)
    (xref-find-definitions name)
    (expect (not (eq (current-buffer) article)) "it stays in the article")
    (with-no-warnings (if (fboundp 'xref-go-back) (xref-go-back) (xref-pop-marker-stack)))
    (expect (eq (current-buffer) article) "the way back leads elsewhere"))
  (check "[references] every mention stands in a list"
    (go)
    (let ((places (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
      (expect (> (length places) 1) "there are %d" (length places))
      (expect (> (length (delete-dups (mapcar (lambda (one) (xref-location-group (xref-item-location one))) places))) 1)
              "all are in one article")))
  (check "[symbols] people, events and what was said are found by xref-find-apropos"
    (go)
    (dolist (sigil '("@" "#" "!"))
      (expect (> (length (xref-backend-apropos 'eglot sigil)) 1) "%s finds nothing" sigil)))
  (check "[outline] imenu holds the outline"
    (go)
    (expect (imenu--make-index-alist t) "it is empty"))
  (check "[next-finding] the next finding and the one before"
    (switch-to-buffer article)
    (goto-char (point-min))
    (flymake-goto-next-error)
    (let ((first (point)))
      (expect (> first (point-min)) "point stays")
      (flymake-goto-next-error)
      (flymake-goto-prev-error)
      (expect (= (point) first) "the way back leads elsewhere")))
  (check "[findings-list] all findings stand in a list"
    (switch-to-buffer article)
    (save-window-excursion
      (flymake-show-buffer-diagnostics)
      (expect (cl-some (lambda (buffer) (string-match-p "Flymake diagnostics" (buffer-name buffer))) (buffer-list)) "there is no list")))
  (check "[date] a date is set by one action, and what hung on it has its day"
    (go)
    (expect (findings "D101") "the article is dated")
    (choose "Set article date")
    (eventually "D101 to go" (not (or (findings "D101") (findings "D105")))))
  (check "[undo] undo in the sidecar takes the date back, before anything is saved"
    (with-current-buffer (sidecar)
      (expect (eglot-current-server) "the server does not know the sidecar")
      (undo-boundary)
      (let ((last-command nil)) (undo)))
    (eventually "D101 to come back" (findings "D101"))
    (with-current-buffer (sidecar) (set-buffer-modified-p nil) (kill-buffer)))
  (check "[ignore] a finding is set aside, with a reason that is written down"
    (switch-to-buffer article)
    (let ((before (length (findings "A202")))
          (first (car (findings "A202"))))
      (goto-char (flymake-diagnostic-beg first))
      (choose "Ignore A202 here")
      (eventually "the finding to go" (< (length (findings "A202")) before))
      (switch-to-buffer article)
      (dateline-sidecar)
      (goto-char (point-min))
      (search-forward "why = \"")
      (insert "known to the desk")
      (save-buffer)
      (expect (file-exists-p buffer-file-name) "the sidecar is not on disk")
      (eventually "the finding to stay away" (< (length (findings "A202")) before))))
  (check "[sidecar] the marks of the article open"
    (switch-to-buffer article)
    (dateline-sidecar)
    (expect (string-suffix-p ".txt.toml" buffer-file-name) "it opens %s" buffer-file-name))
  (check "[overview] the folder on one screen"
    (switch-to-buffer article)
    (dateline-overview)
    (with-current-buffer "*dateline overview*"
      (expect (> (count-lines (point-min) (point-max)) 5) "it says: %s" (buffer-string))))
  (check "[pages] the timeline and a dossier are pages for the browser"
    (switch-to-buffer article)
    (let* ((opened nil)
           (browse-url-browser-function (lambda (url &rest _) (push url opened))))
      (dateline-timeline)
      (dateline-dossier "Marvaldi")
      (expect (= (length opened) 2) "%s are opened" opened)
      (dolist (url opened)
        (with-temp-buffer
          (insert-file-contents (url-unhex-string (string-remove-prefix "file://" url)))
          (expect (search-forward "</html>" nil t) "%s is no page: %s" url (buffer-string))))))
  (check "[registry] entities.toml opens, and the server knows it"
    (switch-to-buffer article)
    (dateline-registry)
    (expect (string-suffix-p "/entities.toml" buffer-file-name) "it opens %s" buffer-file-name)
    (run-hooks 'post-command-hook)
    (eventually "the server" (eglot-current-server))
    (kill-buffer))
  (check "[evidence] no article was changed"
    (expect (equal original (contents folder)) "one has"))
  (switch-to-buffer article)
  (check "[restart] the server goes when it is told to"
    (eglot-shutdown (eglot-current-server) nil 5))
  (princ (format "%d passed, %d failed\n" passed failed))
  (kill-emacs (if (and (zerop failed) (> passed 0)) 0 1)))
;;; emacs.el ends here
