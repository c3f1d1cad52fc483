// Pictures from this device or from the library, several at once, put where the cursor was.
import { Extension, gettext, pm } from "django-prose-editor/editor"
import { chooser } from "media/chooser"

const { NodeSelection } = pm.state

export const PictureChooser = Extension.create({
  name: "pictureChooser",

  onCreate() {
    const { editor } = this
    const { chooseUrl, accept } = editor.view.dom.closest("form").querySelector("textarea[data-choose-url]").dataset

    this.storage.open = chooser({
      url: chooseUrl,
      accept,
      several: true,
      onFiles: (files) => editor.storage.pictureUpload.upload(files),
      onChosen(pictures) {
        const { doc, selection } = editor.state
        const place = editor.storage.picture.placeFor(doc, selection.from)
        editor.commands.command(({ commands, tr }) => {
          for (const picture of pictures.reverse()) commands.insertPicture(place, picture)
          tr.setSelection(NodeSelection.create(tr.doc, place)).scrollIntoView()
          return true
        })
      },
      onGallery(pictures) {
        const { doc, selection } = editor.state
        editor.commands.insertGallery(editor.storage.picture.placeFor(doc, selection.from), pictures)
      },
      onClose: () => editor.view.focus(),
    })
  },

  addStorage: () => ({ open: null }),

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "picture",
      groups: "pictures",
      button: buttons.material("image", gettext("Insert pictures")),
      command: () => this.storage.open(),
    })
  },
})
