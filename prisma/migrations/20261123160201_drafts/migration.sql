-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL,
    "courseId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DraftFile" (
    "draftId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,

    CONSTRAINT "DraftFile_pkey" PRIMARY KEY ("draftId","path")
);

-- CreateTable
CREATE TABLE "DraftRevision" (
    "draftId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "basedOn" INTEGER,
    "authorId" TEXT,
    "way" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DraftRevision_pkey" PRIMARY KEY ("draftId","number")
);

-- CreateTable
CREATE TABLE "DraftChange" (
    "draftId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,

    CONSTRAINT "DraftChange_pkey" PRIMARY KEY ("draftId","number","path")
);

-- CreateTable
CREATE TABLE "DraftBlob" (
    "draftId" TEXT NOT NULL,
    "blobHash" TEXT NOT NULL,

    CONSTRAINT "DraftBlob_pkey" PRIMARY KEY ("draftId","blobHash")
);

-- CreateTable
CREATE TABLE "CourseToken" (
    "id" TEXT NOT NULL,
    "draftId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CourseToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Draft_courseId_key" ON "Draft"("courseId");

-- CreateIndex
CREATE INDEX "DraftFile_blobHash_idx" ON "DraftFile"("blobHash");

-- CreateIndex
CREATE INDEX "DraftChange_draftId_path_idx" ON "DraftChange"("draftId", "path");

-- CreateIndex
CREATE INDEX "DraftBlob_blobHash_idx" ON "DraftBlob"("blobHash");

-- CreateIndex
CREATE UNIQUE INDEX "CourseToken_tokenHash_key" ON "CourseToken"("tokenHash");

-- CreateIndex
CREATE INDEX "CourseToken_draftId_idx" ON "CourseToken"("draftId");

-- CreateIndex
CREATE INDEX "CourseToken_userId_idx" ON "CourseToken"("userId");

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftFile" ADD CONSTRAINT "DraftFile_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftFile" ADD CONSTRAINT "DraftFile_blobHash_fkey" FOREIGN KEY ("blobHash") REFERENCES "Blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftRevision" ADD CONSTRAINT "DraftRevision_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftChange" ADD CONSTRAINT "DraftChange_draftId_number_fkey" FOREIGN KEY ("draftId", "number") REFERENCES "DraftRevision"("draftId", "number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftBlob" ADD CONSTRAINT "DraftBlob_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DraftBlob" ADD CONSTRAINT "DraftBlob_blobHash_fkey" FOREIGN KEY ("blobHash") REFERENCES "Blob"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseToken" ADD CONSTRAINT "CourseToken_draftId_fkey" FOREIGN KEY ("draftId") REFERENCES "Draft"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseToken" ADD CONSTRAINT "CourseToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
