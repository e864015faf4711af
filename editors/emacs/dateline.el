;;; dateline.el --- Who said it, and when?  For folders of news  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: text, languages
;; URL: https://github.com/OWNER/dateline
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Tells eglot of the language server dateline, which reads folders of plain-text news and answers what is asked about
;; the words at point: who is this, who said so, on which day.  Articles are never written.
;;
;;     (require 'dateline)
;;     (dateline-setup)
;;
;; Everything else is eglot's, flymake's and xref's own; docs/guide/emacs.md lists the keys.

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'project)

(defgroup dateline nil
  "Who said it, and when?"
  :group 'text)

(defcustom dateline-program "dateline"
  "The program dateline, by its name on PATH or its full path."
  :type 'string)

(defconst dateline-articles "\\.\\(?:txt\\|md\\)\\'"
  "Names of files that dateline reads.")

(defconst dateline-notes "/\\.dateline/marks/.*\\.toml\\'\\|\\.dateline\\.toml\\'\\|/\\(?:entities\\|events\\)\\.toml\\'"
  "Names of files that say something about articles: their buffers count while they are open.")

;;;###autoload
(defun dateline-setup ()
  "Start dateline for articles, briefings and what is noted about them, and wrap their lines at words."
  (add-to-list 'eglot-server-programs
               '((text-mode markdown-mode conf-toml-mode toml-ts-mode) . dateline-contact))
  (add-hook 'project-find-functions #'dateline-project)
  (add-hook 'find-file-hook #'dateline-greet))

(defun dateline-contact (&rest _)
  "How eglot starts the server."
  (list dateline-program "server"))

(defun dateline-greet ()
  "Start dateline for this buffer, if its file is one that dateline reads."
  (when buffer-file-name
    (cond
     ;; Not every mode that derives from `text-mode' is for articles, so files are known by their names.
     ((and (string-match-p dateline-articles buffer-file-name)
           (derived-mode-p 'text-mode 'markdown-mode))
      (visual-line-mode 1)
      (eglot-ensure))
     ((and (string-match-p dateline-notes buffer-file-name)
           (derived-mode-p 'conf-toml-mode 'toml-ts-mode))
      (dateline--make-room)
      (eglot-ensure)))))

(defun dateline--make-room ()
  "Let the first mark of an article be written although its folder is not there yet.
Emacs makes such a buffer read-only; the folder is made when the buffer is saved, and not before."
  (let ((folder (file-name-directory buffer-file-name)))
    (unless (file-directory-p folder)
      ;; The second says that what is on disk is known, or Emacs asks at each visit.
      (setq buffer-read-only nil
            buffer-file-read-only t)
      (add-hook 'before-save-hook (lambda () (make-directory folder t)) nil t))))

(defun dateline-project (directory)
  "The folder that is read as one around DIRECTORY, if something there says so.
That is what holds dateline.toml or .dateline; a sidecar belongs to the folder of its article."
  (let ((root (or (dateline--folder-of-marks directory)
                  (locate-dominating-file directory #'dateline--marked-p))))
    (when root
      (let* ((root (file-name-as-directory (expand-file-name root)))
             (repository (project-try-vc root)))
        ;; One folder is one project, whether it was opened before its first mark or after it.
        (if (and repository (file-equal-p (project-root repository) root))
            repository
          (cons 'transient root))))))

(defun dateline--folder-of-marks (directory)
  "The folder whose marks are in DIRECTORY."
  (let ((directory (file-name-as-directory (expand-file-name directory))))
    (when (string-match "\\`\\(.*/\\)\\.dateline/marks/" directory)
      (match-string 1 directory))))

(defun dateline--marked-p (directory)
  "Whether DIRECTORY says that it is read as one folder."
  (cl-some (lambda (name) (file-exists-p (expand-file-name name directory)))
           '("dateline.toml" ".dateline")))

(defun dateline--root ()
  "The folder that the article of this buffer is read in."
  (let ((project (project-current)))
    (expand-file-name (if project (project-root project) default-directory))))

(defun dateline-sidecar ()
  "Visit the marks of this article.
Eglot does not show them when an action has written one."
  (interactive)
  (unless buffer-file-name (user-error "This buffer is no article"))
  (let ((beside (concat buffer-file-name ".dateline.toml"))
        (within (expand-file-name (concat ".dateline/marks/" (file-relative-name buffer-file-name (dateline--root)) ".toml")
                                  (dateline--root))))
    (find-file (if (or (get-file-buffer beside) (file-exists-p beside)) beside within))))

(defun dateline-registry ()
  "Visit entities.toml of this folder."
  (interactive)
  (find-file (expand-file-name "entities.toml" (dateline--root))))

(defun dateline-overview ()
  "Show this folder on one screen."
  (interactive)
  (let ((root (dateline--root)))
    (with-current-buffer (get-buffer-create "*dateline overview*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (call-process dateline-program nil t nil "overview" root)
        (goto-char (point-min))
        (special-mode))
      (display-buffer (current-buffer)))))

(defun dateline--page (name &rest arguments)
  "Have the program write a page called NAME with ARGUMENTS, and browse it."
  (let ((file (expand-file-name (concat "dateline-" name ".html") temporary-file-directory))
        (default-directory (dateline--root)))
    (with-temp-file file
      (apply #'call-process dateline-program nil '(t nil) nil arguments))
    (browse-url-of-file file)))

(defun dateline-timeline ()
  "Show the timeline of this folder in the browser."
  (interactive)
  (dateline--page "timeline" "timeline" "--format" "html"))

(defun dateline-dossier (name)
  "Show all that this folder knows of NAME in the browser."
  (interactive (list (read-string "Whose dossier? " (thing-at-point 'word t))))
  (dateline--page "dossier" "entities" "--show" name "--html" "--limit" "0"))

(provide 'dateline)
;;; dateline.el ends here
